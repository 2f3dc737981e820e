// What a finger swipes, moved by a mouse: dragged, or turned with its wheel.

// A drag that ends on a button does not press it.
export function dragByMouse(track) {
	let from = null, moved = false;
	track.addEventListener("pointerdown", (e) => {
		if (e.pointerType !== "mouse" || e.button !== 0)
			return;
		from = { x: e.clientX, left: track.scrollLeft };
		moved = false;
	});
	track.addEventListener("pointermove", (e) => {
		if (!from || Math.abs(e.clientX - from.x) < 6 && !moved)
			return;
		if (!moved)
			track.setPointerCapture(e.pointerId);
		moved = true;
		track.classList.add("dragged");
		track.scrollLeft = from.left - (e.clientX - from.x);
	});
	for (const end of ["pointerup", "pointercancel"])
		track.addEventListener(end, () => {
			from = null;
			track.classList.remove("dragged");
		});
	track.addEventListener("click", (e) => {
		if (moved)
			e.preventDefault(), e.stopPropagation();
		moved = false;
	}, true);
}

// A wheel turns up and down only; where all of it is seen, the page scrolls as usual.
export function turnByWheel(track) {
	track.addEventListener("wheel", (e) => {
		if (e.shiftKey || Math.abs(e.deltaX) >= Math.abs(e.deltaY) || track.scrollWidth <= track.clientWidth)
			return;
		e.preventDefault();
		track.scrollLeft += e.deltaY;
	}, { passive: false });
}
