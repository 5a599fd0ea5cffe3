internal import Hummingbird
internal import SetiaService

extension API {
    /// Whether it lives, whether it takes requests, and what it counted.
    var healthEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/health/live", needs: nil) { _, _ in
                response(Array("{\"status\":\"live\"}".utf8), type: "application/json")
            },
            Endpoint(.get, "/health/ready", needs: nil) { _, _ in
                if await isReady() {
                    return response(Array("{\"status\":\"ready\"}".utf8), type: "application/json")
                }
                return response(
                    Array("{\"status\":\"not-ready\"}".utf8),
                    type: "application/json",
                    status: .serviceUnavailable
                )
            },
            Endpoint(.get, "/metrics", needs: .metricsRead) { _, _ in
                let text = measurements.prometheusText(
                    gauges: gauges() + [(Measurements.Series("setia_queue_events"), Double(queue.depth))]
                )
                return response(Array(text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
            },
        ]
    }
}
