-- Called when a response is about to start. What the responder answers passes; what lighttpd made up
-- in its place becomes JSON, and for a message of Kakao's a 200 with a valid reply.
local r = lighty.r
local status = r.req_item.http_status

if status < 400 then
	return 0
end

-- lighttpd's own pages are text/html or not typed yet; the responder never has those.
local kind = r.resp_header["Content-Type"] or ""
local made_here = kind == "" or kind:find("^text/html") ~= nil
local message = r.req_attr["request.method"] == "POST"
if not made_here and (status < 500 or not message) then
	return 0
end

local function answer(code, body)
	r.resp_header["Content-Type"] = "application/json; charset=utf-8"
	r.resp_header["Cache-Control"] = "no-store"
	r.resp_body:set(body)
	return code
end

if status >= 500 and message then
	return answer(200, { { filename = r.req_env["ARTISTBOT_SORRY"] } })
end
return answer(status, { '{"error":"' .. status .. '"}' })
