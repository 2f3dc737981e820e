// Where something is in a reply: "template.outputs[0].basicCard.title", as the server's validator writes it.

export const join = (path, key) =>
	typeof key === "number" ? `${path}[${key}]` : path ? `${path}.${key}` : key;

// Is the place the given one or inside of it?
export const within = (place, path) =>
	path === "" || place === path || place.startsWith(`${path}.`) || place.startsWith(`${path}[`);
