// Skill servers of our own making, for what the bot itself does not do: slow, wrong, or answering by callback.

import http from "node:http";

// Starts a server on a free port. answer(request, body) returns {status, body, headers}, a promise of it, or null for none.
export async function skill(answer) {
	const asked = [];
	const server = http.createServer(async (request, response) => {
		let body = "";
		for await (const piece of request)
			body += piece;
		asked.push({ headers: request.headers, url: request.url, body });
		const said = await answer(request, body);
		if (!said)
			return;
		response.writeHead(said.status ?? 200, { "Content-Type": "application/json", ...said.headers });
		response.end(said.body);
	});
	await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
	return { url: `http://127.0.0.1:${server.address().port}/skill`, asked, end: () => {
		server.closeAllConnections();
		return new Promise((ended) => server.close(ended));
	} };
}

export const text = (words) => JSON.stringify({ version: "2.0", template: { outputs: [{ simpleText: { text: words } }] } });
