import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Running")
struct RunningTests {
    @Test("it lives, and takes requests until it stops")
    func health() async throws {
        let caller = try await Caller()
        let live = try await caller.send(.get, "/health/live", showing: .nothing)
        #expect(live.text == #"{"status":"live"}"#)
        let ready = try await caller.send(.get, "/health/ready", showing: .nothing)
        #expect(ready.status == 200)
        #expect(ready.text == #"{"status":"ready"}"#)
        let stopping = try await Caller(isReady: false)
        let notReady = try await stopping.send(.get, "/health/ready", showing: .nothing)
        #expect(notReady.status == 503)
        #expect(notReady.text == #"{"status":"not-ready"}"#)
        #expect(try await stopping.send(.get, "/health/live", showing: .nothing).status == 200)
    }

    @Test("requests and events are counted by what became of them, in the text that Prometheus reads")
    func metrics() async throws {
        let caller = try await Caller()
        _ = try await caller.record(Sample.order(1))
        _ = try await caller.record(Sample.order(1))
        _ = try await caller.record(Sample.order(2, data: ["store": "kl-ampang"]))
        _ = try await caller.record(Sample.order(3, data: ["lines": .null]))
        _ = try await caller.send(.get, "/v1/members/x", showing: .nothing)
        let answer = try await caller.send(.get, "/metrics")
        #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        let lines = answer.text.split(separator: "\n").map { String($0) }
        let wanted = [
            "# TYPE setia_events_total counter",
            #"setia_events_total{outcome="recorded"} 1"#,
            #"setia_events_total{outcome="replayed"} 1"#,
            #"setia_events_total{outcome="refused"} 1"#,
            "# TYPE setia_http_requests_total counter",
            #"setia_http_requests_total{route="POST /v1/events",status="201"} 1"#,
            #"setia_http_requests_total{route="POST /v1/events",status="200"} 1"#,
            #"setia_http_requests_total{route="POST /v1/events",status="422"} 2"#,
            #"setia_http_requests_total{route="GET /v1/members/{member}",status="401"} 1"#,
            "# TYPE setia_http_request_seconds histogram",
            #"setia_http_request_seconds_count{route="POST /v1/events"} 4"#,
            #"setia_http_request_seconds_bucket{route="POST /v1/events",le="+Inf"} 4"#,
            "# TYPE setia_commit_events histogram",
            "setia_commit_events_count 3",
            "setia_queue_wait_seconds_count 3",
            "# TYPE setia_refusals_total counter",
            #"setia_refusals_total{kind="unknown-store"} 1"#,
            #"setia_refusals_total{kind="invalid-event"} 1"#,
            #"setia_refusals_total{kind="missing-key"} 1"#,
            "# TYPE setia_queue_events gauge",
            "setia_queue_events 0.0",
        ]
        for line in wanted { #expect(lines.contains(line), "\(line)") }
        for line in lines where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: #/[a-z_]+(\{[^ ]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+/#) != nil, "\(line)")
        }
    }

    @Test("what callers send does not become a label")
    func labelsAreOurs() async throws {
        let caller = try await Caller()
        _ = try await caller.send(.get, "/v1/members/secret-of-ana")
        _ = try await caller.send(.get, "/nowhere/secret-of-ana")
        let answer = try await caller.send(.get, "/metrics")
        #expect(!answer.text.contains("secret-of-ana"))
    }

    @Test("a page that is not there is a problem like any other, with and without a key")
    func unknownPath() async throws {
        let caller = try await Caller()
        for path in ["/", "/v2/events", "/v1/event", "/v1/members/x/y", "/v1/events/x/explanation/y"] {
            let answer = try await caller.send(.get, path, showing: .nothing)
            #expect(answer.header("Content-Type") == "application/problem+json")
            let wanted: JSON = [
                "type": "/problems/not-found", "title": "Not there", "status": 404,
                "detail": .string("there is nothing at \(path); see /docs"),
            ]
            #expect(answer.json == wanted)
        }
    }

    @Test("a page has the methods that 'Allow' says")
    func wrongMethod() async throws {
        let caller = try await Caller()
        let cases: [(HTTPRequest.Method, String, String)] = [
            (.put, "/v1/events", "POST"), (.patch, "/v1/members", "POST, GET"), (.post, "/v1/members/x", "GET, DELETE"),
            (.delete, "/v1/stores/x", "GET, PUT"), (.post, "/health/live", "GET"),
            (.post, "/v1/programme/versions/1", "GET"), (.get, "/v1/programme/publish", "POST"),
        ]
        for (method, path, allowed) in cases {
            let answer = try await caller.send(method, path)
            #expect(answer.status == 405)
            #expect(answer.header("Allow") == allowed)
            #expect(answer.json["type"] == "/problems/method-not-allowed")
            #expect(answer.json["detail"] == .string("\(method.rawValue) is not possible here, only \(allowed)"))
        }
    }
}
