-- wrk: one event a request. Run by run.sh, from this folder.

local event = require("event")
local number = 0

function setup(thread)
    number = number + 1
    thread:set("thread_number", number)
end

function init()
    event.begin(thread_number)
    wrk.method = "POST"
    wrk.path = "/v1/events"
    wrk.headers = event.headers("application/cloudevents+json")
end

function request()
    return wrk.format(nil, nil, nil, event.next())
end

-- Each answer below 400 is a recorded event: ids never repeat, so none is an answer to a repetition.
function done(summary, latency)
    event.print(summary.requests - summary.errors.status, summary, latency)
end
