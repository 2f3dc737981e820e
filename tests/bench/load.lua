-- wrk's part: POSTs skill payloads that differ in name and user. wrk … URL -- NAMESFILE zipf|uniform SEED
-- zipf: rank k with a probability of about 1/k, by the inverse of its distribution.
local count = 0
function setup(thread)
  count = count + 1
  thread:set("number", count)
end

local names, zipf, head, user

local function body(name, id)
  return '{"intent":{"id":"qqz5oy80luysrtiq4ck4ql4h","name":"아티스트"},"userRequest":{"timezone":"Asia/Seoul",'
    .. '"params":{"ignoreMe":"true"},"block":{"id":"qqz5oy80luysrtiq4ck4ql4h","name":"아티스트"},"utterance":"' .. name
    .. '","lang":null,"user":{"id":"' .. id .. '","type":"accountId","properties":{}}},"bot":{"id":'
    .. '"5ec3be532ca48c00011f5300","name":"아티스트봇"},"action":{"name":"artist","clientExtra":null,"params":'
    .. '{"artist_name":"' .. name .. '"},"id":"3tllk8vhdoirf6bbkbl5k3co","detailParams":{"artist_name":{"origin":"'
    .. name .. '","value":"' .. name .. '","groupName":""}}}}'
end

function init(args)
  names = {}
  for line in io.lines(args[1]) do names[#names + 1] = line end
  zipf = args[2] == "zipf"
  math.randomseed(tonumber(args[3]) * 100 + number)
  user = number * 100000
  head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host
    .. "\r\nContent-Type: application/json\r\nContent-Length: "
end

function request()
  local k
  if zipf then
    k = math.floor((#names + 1) ^ math.random())
  else
    k = math.random(#names)
  end
  user = user + 1
  local b = body(names[math.min(k, #names)], user)
  return head .. #b .. "\r\n\r\n" .. b
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "us": %d, "p50": %.4f, "p99": %.4f, "p999": %.4f, "errors": %d}\n', summary.requests,
    summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency:percentile(99.9) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
