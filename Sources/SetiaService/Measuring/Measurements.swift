internal import Synchronization

/// Counts of what happens in this process, for whoever watches it.
///
/// A count is a whole number that only rises; a histogram counts how often a value stayed under each bound. Labels come
/// from small closed sets (routes, outcomes), never from what callers send, so memory does not grow with use.
package final class Measurements: Sendable {
    private let counts = Mutex<[Series: Int64]>([:])
    private let histograms = Mutex<[Series: Histogram]>([:])

    /// What is counted: a name, and labels in the order given.
    package struct Series: Sendable, Hashable {
        /// In Prometheus' alphabet, such as `setia_events_total`.
        package let name: String
        /// Name and value.
        package let labels: [String]

        /// A series; labels alternate name and value.
        package init(_ name: String, _ labels: String...) {
            self.name = name
            self.labels = labels
        }
    }

    /// How often a value stayed under each bound.
    package struct Histogram: Sendable {
        /// Upper bounds, rising; the last bucket is above them all.
        package let bounds: [Double]
        /// How many values fell in each bucket, one more than there are bounds.
        package var buckets: [Int64]
        /// The sum of the values.
        package var sum: Double

        var count: Int64 { buckets.reduce(0, +) }

        mutating func add(_ values: some Collection<Double>) {
            for value in values {
                buckets[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
                sum += value
            }
        }
    }

    /// Nothing counted yet.
    package init() {}

    /// Counts `amount` more.
    package func count(_ series: Series, _ amount: Int64 = 1) {
        counts.withLock { $0[series, default: 0] += amount }
    }

    /// Counts a value under its bounds; the bounds of a series are those of its first value.
    package func observe(_ series: Series, _ value: Double, bounds: [Double]) {
        observe(series, CollectionOfOne(value), bounds: bounds)
    }

    /// Counts several values under their bounds.
    package func observe(_ series: Series, _ values: some Collection<Double>, bounds: [Double]) {
        histograms.withLock { histograms in
            histograms[
                series,
                default: Histogram(bounds: bounds, buckets: Array(repeating: 0, count: bounds.count + 1), sum: 0)
            ].add(values)
        }
    }

    /// Bounds for seconds, from a fifth of a millisecond to ten.
    package static let seconds = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
    /// Bounds for how many are done together.
    package static let sizes = [1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]

    /// Everything counted so far in the Prometheus text format 0.0.4, and `gauges` with it.
    package func prometheusText(gauges: [(series: Series, value: Double)]) -> String {
        var lines: [String] = []
        var typed: Set<String> = []
        func type(_ name: String, _ type: String) {
            if typed.insert(name).inserted { lines.append("# TYPE \(name) \(type)") }
        }
        for (series, count) in counts.withLock({ $0 }).sorted(by: { $0.key.order < $1.key.order }) {
            type(series.name, "counter")
            lines.append("\(series.name)\(series.labelText) \(count)")
        }
        for (series, histogram) in histograms.withLock({ $0 }).sorted(by: { $0.key.order < $1.key.order }) {
            type(series.name, "histogram")
            var below: Int64 = 0
            for (bound, bucket) in zip(histogram.bounds.map { "\($0)" } + ["+Inf"], histogram.buckets) {
                below += bucket
                lines.append("\(series.name)_bucket\(series.labelText(adding: "le", bound)) \(below)")
            }
            lines.append("\(series.name)_sum\(series.labelText) \(histogram.sum)")
            lines.append("\(series.name)_count\(series.labelText) \(histogram.count)")
        }
        for gauge in gauges {
            type(gauge.series.name, "gauge")
            lines.append("\(gauge.series.name)\(gauge.series.labelText) \(gauge.value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Measurements.Series {
    fileprivate var order: String { name + "\u{0}" + labels.joined(separator: "\u{0}") }

    fileprivate var labelText: String { text(of: labels) }

    fileprivate func labelText(adding name: String, _ value: String) -> String { text(of: labels + [name, value]) }

    private func text(of labels: [String]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = stride(from: 0, to: labels.count - 1, by: 2).map { "\(labels[$0])=\"\(labels[$0 + 1])\"" }
        return "{\(pairs.joined(separator: ","))}"
    }
}

extension Duration {
    /// As a number of seconds, for measuring.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
