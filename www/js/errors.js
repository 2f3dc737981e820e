// What went wrong with a turn, in words.

import { t } from "./words.js";

export function errorWords(turn) {
	const { error, status, detail, ms } = turn.result;
	return t(`error.${error}`, { status, detail, url: turn.url || location.origin, seconds: (ms / 1000).toFixed(0) });
}
