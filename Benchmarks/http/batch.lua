-- wrk: a hundred events a request. Run by run.sh, from this folder.

local event = require("event")
local number = 0
local threads = {}
recorded = 0

function setup(thread)
    number = number + 1
    thread:set("thread_number", number)
    threads[#threads + 1] = thread
end

function init()
    event.begin(thread_number)
    wrk.method = "POST"
    wrk.path = "/v1/events"
    wrk.headers = event.headers("application/cloudevents-batch+json")
end

function request()
    local events = {}
    for index = 1, 100 do
        events[index] = event.next()
    end
    return wrk.format(nil, nil, nil, "[" .. table.concat(events, ",") .. "]")
end

-- A batch answers for each event: those with status 201 are recorded.
function response(status, _, body)
    if status < 400 then
        local _, count = string.gsub(body, '"status" *: *201', "")
        recorded = recorded + count
    end
end

function done(summary, latency)
    local sum = 0
    for _, thread in ipairs(threads) do
        sum = sum + thread:get("recorded")
    end
    event.print(sum, summary, latency)
end
