// The skill payload as each of Kakao's three places sends it: live KakaoTalk, the bot-test panel, the skill-test
// screen. What differs between them was taken from logs of real requests.

const BOT = { id: "5ec3be532ca48c00011f5300", name: "artistbot" };
const SKILL = { id: "3tllk8vhdoirf6bbkbl5k3co", name: "artistbot" };

// "name = value" lines; {utterance} in a value is what was sent.
export function parameters(lines, utterance) {
	const found = {};
	for (const line of lines.split("\n")) {
		const [, name, value] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
		if (name)
			found[name] = value.replaceAll("{utterance}", () => utterance);
	}
	return found;
}

function detailed(params) {
	return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, { origin: value, value, groupName: "" }]));
}

function liveUser(s) {
	const key = s.user.slice(0, 12);
	return { id: s.user, type: "botUserKey", properties: { botUserKey: s.user, ...(s.friend ? { isFriend: true } : {}),
		plusfriendUserKey: key, bot_user_key: s.user, plusfriend_user_key: key } };
}

const PLACES = {
	live: (s, said) => ({
		bot: BOT,
		userRequest: { user: liveUser(s), utterance: said.text, params: { surface: "Kakaotalk.plusfriend" }, lang: "ko" },
		clientExtra: said.extra ?? {},
		reason: true,
	}),
	bottest: (s, said) => ({
		// Ids of the development channel end with "!".
		bot: { ...BOT, id: `${BOT.id}!` },
		userRequest: { user: { id: s.user, type: "botUserKey", properties: { botUserKey: s.user, bot_user_key: s.user } },
			utterance: `${said.text}\n`, params: { ignoreMe: "true", surface: "BuilderBotTest" }, lang: "kr" },
		clientExtra: said.extra ?? {},
		reason: true,
	}),
	skilltest: (s, said) => ({
		bot: BOT,
		userRequest: { user: { id: String(parseInt(s.user.slice(0, 5), 16) || 1), type: "accountId", properties: {} },
			utterance: said.text, params: { ignoreMe: "true" }, lang: null },
		clientExtra: said.extra ?? null,
		reason: false,
	}),
};

// said: {text, extra, blockId, trigger}, what was typed or what a tap says (action.js).
// past: {contexts, lastBlock}, what the conversation left; callbackUrl: null where the block has no callback.
export function payload(s, said, past, callbackUrl) {
	const place = PLACES[s.environment](s, said);
	const block = said.blockId ? { id: said.blockId, name: said.blockId } : { id: s.blockId, name: s.blockName };
	// A quick reply's and a button's words are not searched for entities.
	const params = said.trigger ? {} : parameters(s.params, said.text);
	const body = {
		bot: place.bot,
		intent: { ...block, ...(place.reason ? { extra: { reason: { code: 1, message: "OK" } } } : {}) },
		action: { ...SKILL, params, detailParams: detailed(params), clientExtra: place.clientExtra },
		userRequest: { block, ...place.userRequest, timezone: "Asia/Seoul", ...(callbackUrl ? { callbackUrl } : {}) },
	};
	if (s.environment === "skilltest")
		return body;
	body.contexts = past.contexts;
	if (s.environment === "live")
		body.flow = {
			trigger: { type: said.trigger ?? "TEXT_INPUT", ...(past.lastBlock ? { referrerBlock: past.lastBlock } : {}) },
			...(past.lastBlock ? { lastBlock: past.lastBlock } : {}),
		};
	return body;
}
