internal import Foundation
internal import SetiaServer
package import SetiaService

/// What surrounds a command: where its words go, what is set around it, and what the world gives.
///
/// Commands find it in `Shell.current`, since the argument parser makes them; tests set another one around a call.
package struct Shell: Sendable {
    /// Takes data.
    package var out: @Sendable (String) -> Void
    /// Takes everything else: progress, hints, errors.
    package var err: @Sendable (String) -> Void
    /// A line that a person types, its end left out; none at the end of the input.
    package var readLine: @Sendable () -> String?
    /// All that comes in, at most 26 MiB.
    package var readAll: @Sendable () -> [UInt8] = { [] }
    /// Whether a person sees what goes out as data.
    package var outIsTerminal: Bool
    /// Whether a person sees what goes out besides.
    package var errIsTerminal: Bool
    /// Whether a person types.
    package var inIsTerminal: Bool
    /// How many columns there are.
    package var width: Int
    /// The environment's variables.
    package var environment: [String: String]
    /// Time and ids.
    package var surroundings: Surroundings
    /// What measures how long work takes, for its progress.
    package var stopwatch: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }

    /// A shell.
    package init(
        out: @escaping @Sendable (String) -> Void,
        err: @escaping @Sendable (String) -> Void,
        readLine: @escaping @Sendable () -> String? = { nil },
        outIsTerminal: Bool = false,
        errIsTerminal: Bool = false,
        inIsTerminal: Bool = false,
        width: Int = 80,
        environment: [String: String] = [:],
        surroundings: Surroundings
    ) {
        self.out = out
        self.err = err
        self.readLine = readLine
        self.outIsTerminal = outIsTerminal
        self.errIsTerminal = errIsTerminal
        self.inIsTerminal = inIsTerminal
        self.width = width
        self.environment = environment
        self.surroundings = surroundings
    }

    /// The shell of the command that is running.
    @TaskLocal package static var current = Shell.live

    /// The process's own.
    package static var live: Shell {
        let environment = ProcessInfo.processInfo.environment
        var shell = Shell(
            out: { write($0, to: STDOUT_FILENO) },
            err: { write($0, to: STDERR_FILENO) },
            readLine: { Swift.readLine() },
            outIsTerminal: isatty(STDOUT_FILENO) == 1,
            errIsTerminal: isatty(STDERR_FILENO) == 1,
            inIsTerminal: isatty(STDIN_FILENO) == 1,
            width: terminalWidth(),
            environment: environment,
            surroundings: .live
        )
        shell.readAll = { readInput() }
        return shell
    }

    /// Writes a line of data.
    func say(_ line: String) {
        out(line + "\n")
    }

    /// Writes a line that is no data.
    func note(_ line: String) {
        err(line + "\n")
    }

    /// Whether words may be coloured where a person sees them: colour only adds to what the words say already.
    var mayColour: Bool {
        (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}

/// All of it, however often the other end takes only a part.
private func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let written = bytes.withUnsafeBytes { unsafe in
            Foundation.write(descriptor, unsafe.baseAddress, unsafe.count)
        }
        if written < 0 {
            if errno == EINTR || errno == EAGAIN { continue }
            // Nobody reads any more: what a pipe's other end does is no trouble of ours.
            return
        }
        bytes = bytes.dropFirst(written)
    }
}

/// Standard input to its end.
private func readInput() -> [UInt8] {
    let most = 26 << 20
    var bytes: [UInt8] = []
    while bytes.count < most, let piece = try? FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
        bytes += piece
    }
    return bytes
}

private func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
    return Int(size.ws_col)
}
