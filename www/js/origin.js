// What this page is served by. dev.json is empty in production; scripts/run puts its own in its place:
//   token    for the relay's interface (relay.js)
//   standin  {pictures: the path that leads to the stand-in's pictures}, where Spotify is stood in for

export const SKILL = "/skill/artist";

export const origin = { token: null, standin: null };

export async function loadOrigin() {
	try {
		const answer = await fetch("dev.json", { cache: "no-store" });
		Object.assign(origin, await answer.json());
	} catch {
		// Then there is neither relay nor stand-in.
	}
	document.documentElement.toggleAttribute("data-standin", origin.standin !== null);
}
