internal import Synchronization

/// How far long work has come, on standard error: a bar that moves on a terminal, elsewhere a line every five seconds.
final class Progress: Sendable {
    private struct State {
        var began: ContinuousClock.Instant
        var shown: ContinuousClock.Instant?
        var doneAtBegin: Double = 0
        var countAtBegin: Int64 = 0
        var isDrawn = false
    }

    private let label: String
    private let unit: String
    private let shell: Shell
    private let state: Mutex<State>

    /// Progress of work that counts `unit`, such as "orders".
    init(_ label: String, unit: String, shell: Shell = .current) {
        self.label = label
        self.unit = unit
        self.shell = shell
        state = Mutex(State(began: shell.stopwatch()))
    }

    /// Work that was begun earlier: the rate counts from here.
    func resume(done: Double, count: Int64) {
        state.withLock { state in
            state.doneAtBegin = done
            state.countAtBegin = count
        }
    }

    /// Shows how far it has come, if it is time to.
    ///
    /// - Parameters:
    ///   - done: From 0 to 1, where the end is known.
    ///   - count: How many are done.
    func show(done: Double?, count: Int64) {
        let now = shell.stopwatch()
        let line: String? = state.withLock { state in
            let pause: Duration = shell.errIsTerminal ? .milliseconds(100) : .seconds(5)
            guard now - (state.shown ?? state.began) >= pause else { return nil }
            state.shown = now
            state.isDrawn = shell.errIsTerminal
            return self.line(done: done, count: count, seconds: seconds(now - state.began), state)
        }
        guard let line else { return }
        shell.err(shell.errIsTerminal ? "\r\u{1B}[2K\(line.prefix(shell.width - 1))" : line + "\n")
    }

    /// Takes the bar away, so that other lines can follow.
    func end() {
        let isDrawn = state.withLock { state in
            defer { state.isDrawn = false }
            return state.isDrawn
        }
        if isDrawn { shell.err("\r\u{1B}[2K") }
    }

    /// The seconds since it began.
    var seconds: Double { seconds(shell.stopwatch() - state.withLock { $0.began }) }

    private func line(done: Double?, count: Int64, seconds: Double, _ state: State) -> String {
        let rate = seconds > 0 ? Double(count - state.countAtBegin) / seconds : 0
        let words = "\(grouped(count)) \(unit) · \(grouped(Int64(rate)))/s"
        guard let done else { return "\(label)  \(words)" }
        let speed = seconds > 0 ? (done - state.doneAtBegin) / seconds : 0
        let left = speed > 0 ? " · \(clockTime(seconds: (1 - done) / speed)) left" : ""
        let percentage = String(Int(done * 100))
        let number = String(repeating: " ", count: max(0, 3 - percentage.count)) + percentage + " %"
        guard shell.errIsTerminal else { return "\(label) \(number)  \(words)\(left)" }
        let cells = max(8, min(30, shell.width - label.count - words.count - left.count - 14))
        let full = min(cells, Int(done * Double(cells)))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
        return "\(label) \(bar) \(number)  \(words)\(left)"
    }

    private func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
