-- One purchase after another, as CloudEvents; what single.lua and batch.lua have in common.
--
-- Ids are unique by run, thread and counter. Members are drawn at random from those whose cards are bench-1 … bench-N.
-- Each purchase has one to three lines. Its time is the clock's, to the millisecond: tills do not send the past.
--
--   SETIA_KEY  the API key
--   MEMBERS    N
--   RUN        a word that no other run on this database has used

local ffi = require("ffi")
ffi.cdef [[
typedef struct { long seconds; long nanoseconds; } setia_time;
int clock_gettime(int clock, setia_time *time);
]]

local event = {}

local now = ffi.new("setia_time")
local members = tonumber(os.getenv("MEMBERS") or "100000")
local run = os.getenv("RUN") or "run"
local counter = 0
local prefix = ""
local second, second_text = 0, ""

local menu = {
    { "latte", "coffee", 1180 }, { "espresso", "coffee", 750 }, { "kopi-o", "coffee", 420 },
    { "teh-tarik", "tea", 480 }, { "matcha", "tea", 1350 }, { "kaya-toast", "food", 650 },
    { "nasi-lemak", "food", 1290 }, { "curry-puff", "food", 380 }, { "pandan-cake", "sweet", 890 },
    { "beans-250g", "shop", 4500 },
}
local lines = {}
for _, item in ipairs(menu) do
    for quantity = 1, 3 do
        lines[#lines + 1] = string.format(
            '{"sku":"%s","quantity":%d,"amount":{"amount":%d,"currency":"MYR"},"categories":["%s"]}',
            item[1], quantity, item[3] * quantity, item[2])
    end
end

function event.begin(thread)
    prefix = run .. "-" .. thread .. "-"
    math.randomseed(20261122 + 1000 * thread)
end

local function time()
    ffi.C.clock_gettime(0, now)
    local seconds = tonumber(now.seconds)
    if seconds ~= second then
        second, second_text = seconds, os.date("!%Y-%m-%dT%H:%M:%S", seconds)
    end
    return string.format("%s.%03dZ", second_text, math.floor(tonumber(now.nanoseconds) / 1000000))
end

function event.next()
    counter = counter + 1
    local id = prefix .. counter
    local random = math.random
    local bought = lines[random(#lines)]
    for _ = 2, random(3) do
        bought = bought .. "," .. lines[random(#lines)]
    end
    return '{"specversion":"1.0","id":"' .. id .. '","source":"till/bangsar-1","type":"order.paid","time":"' .. time()
        .. '","data":{"orderId":"' .. id .. '","store":"bangsar","currency":"MYR","identity":{"kind":"card","value":"bench-'
        .. random(members) .. '"},"lines":[' .. bought .. "]}}"
end

function event.headers(type)
    return { ["Authorization"] = "Bearer " .. (os.getenv("SETIA_KEY") or ""), ["Content-Type"] = type }
end

-- One line for run.sh: events recorded, seconds, requests that failed, and the time of a request.
function event.print(recorded, summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'RESULT {"recorded":%d,"seconds":%.6f,"requests":%d,"refused":%d,"broken":%d,"p50Milliseconds":%.3f,"p99Milliseconds":%.3f}\n',
        recorded, summary.duration / 1e6, summary.requests, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end

return event
