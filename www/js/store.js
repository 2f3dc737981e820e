// What the page remembers in this browser: settings of whoever tries the bot. A secret is kept for the tab's life only.

const NAME = "artistbot";
const SECRET = "artistbot.secret";

export const ENVIRONMENTS = ["live", "bottest", "skilltest"];

function hex(length) {
	const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(length / 2)));
	return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("").slice(0, length);
}

// As Kakao makes them: 66 hexadecimal digits.
export const newUser = () => hex(66);

function defaults() {
	return {
		language: navigator.language.startsWith("ko") ? "ko" : "en",
		theme: "system",
		environment: "live",
		user: newUser(),
		friend: true,
		params: "", // as in a fallback block
		blockId: "65f000000000000000000001",
		blockName: "아티스트",
		callback: false,
		waiting: "",
		url: "",
		header: "",
	};
}

// What was kept, where the browser lets us look; of another type than ours it counts as absent.
function read(usual) {
	try {
		const kept = Object.entries(JSON.parse(localStorage.getItem(NAME)) ?? {})
			.filter(([name, value]) => Object.hasOwn(usual, name) && typeof value === typeof usual[name]);
		return { ...Object.fromEntries(kept), secret: sessionStorage.getItem(SECRET) ?? "" };
	} catch {
		return {};
	}
}

function initial() {
	const usual = defaults();
	const found = { ...usual, secret: "", ...read(usual) };
	return ENVIRONMENTS.includes(found.environment) ? found : { ...found, environment: usual.environment };
}

export const settings = initial();

const listeners = [];

// Calls back after each change, with the names of what changed.
export function onChange(listener) {
	listeners.push(listener);
}

export function change(values) {
	Object.assign(settings, values);
	const { secret, ...kept } = settings;
	try {
		localStorage.setItem(NAME, JSON.stringify(kept));
		sessionStorage.setItem(SECRET, secret);
	} catch {
		// Full or forbidden: then it is not remembered.
	}
	for (const listener of listeners)
		listener(Object.keys(values));
}

change({});
