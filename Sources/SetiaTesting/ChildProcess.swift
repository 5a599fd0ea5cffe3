internal import CSpawn
package import Foundation
internal import Glibc
internal import Synchronization

/// A program that a test starts, talks to and waits for.
///
/// Foundation's `Process` reads past the end of a buffer where this process has more than about 1,300 files open
/// (`findMaximumOpenFromProcSelfFD`, Swift 6.3), and as many are open when hundreds of tests run at once: now and then
/// the whole run was lost. To be tried again with each new Swift.
///
/// A child has the three streams it is given and nothing else of what is open here, and takes every signal.
package final class ChildProcess: Sendable {
    /// Where one of a child's three streams leads.
    package enum Stream: Sendable {
        /// `/dev/null`.
        case nothing
        /// Where this process's own leads.
        case inherited
        /// A file, made where it is not there, emptied where it is.
        case file(URL)
        /// A pipe, whose other end is the test's; the child's end is closed here once it has it.
        case pipe(Pipe)
    }

    /// How a child ended.
    package enum Ending: Sendable, Hashable {
        case exit(Int32)
        case signal(Int32)

        /// The exit status, or 128 and the signal, as a shell has it.
        package var status: Int32 {
            switch self {
            case .exit(let status): status
            case .signal(let signal): 128 + signal
            }
        }
    }

    /// What the system calls it.
    package let identifier: Int32
    private let ending = Mutex<Ending?>(nil)
    private let hasEnded = DispatchGroup()

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: Its path, or a name that is looked up in `PATH`.
    ///   - arguments: What follows its name.
    ///   - environment: Its whole environment; this process's own where none is given.
    ///   - directory: Where it runs; here where none is given.
    ///   - input: Its standard input.
    ///   - output: Its standard output.
    ///   - errors: Its standard error.
    /// - Throws: `POSIXError` where it cannot be started.
    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        directory: URL? = nil,
        input: Stream = .nothing,
        output: Stream = .inherited,
        errors: Stream = .inherited
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let directory { _ = setia_spawn_in_directory(&actions, directory.path) }
        input.add(to: &actions, as: 0)
        output.add(to: &actions, as: 1)
        errors.add(to: &actions, as: 2)
        _ = setia_spawn_close_from(&actions, 3)

        // Threads of a pool block signals, and a child would begin with what its thread blocks.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let names = (environment ?? ProcessInfo.processInfo.environment).map { strdup("\($0)=\($1)") } + [nil]
        defer { for copy in words + names { free(copy) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, program, &actions, &attributes, words, names)
        for (number, stream) in [input, output, errors].enumerated() { stream.closeChildsEnd(Int32(number)) }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        identifier = child
        hasEnded.enter()
        Thread.detachNewThread { self.awaitEnd() }
    }

    /// Whether it has not ended.
    package var isRunning: Bool { ending.withLock { $0 == nil } }

    /// Sends it a signal, unless it has ended.
    package func send(_ signal: Int32) {
        ending.withLock { if $0 == nil { _ = kill(identifier, signal) } }
    }

    /// Waits for its end on this thread.
    @discardableResult
    package func wait() -> Ending {
        hasEnded.wait()
        return ending.withLock { $0 } ?? .signal(SIGKILL)
    }

    /// Waits for its end, without holding one of the few threads that all tests share.
    @discardableResult
    package func end() async -> Ending {
        await withCheckedContinuation { continuation in
            hasEnded.notify(queue: .global()) { continuation.resume() }
        }
        return wait()
    }

    private func awaitEnd() {
        // Its end is seen before it is taken, and taken under the lock: until then nobody else has its number.
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        ending.withLock { ending in
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            ending = status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
        }
        hasEnded.leave()
    }
}

extension ChildProcess.Stream {
    fileprivate func add(to actions: inout posix_spawn_file_actions_t, as number: Int32) {
        switch self {
        case .nothing: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        case .inherited: break
        case .file(let file):
            posix_spawn_file_actions_addopen(&actions, number, file.path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        case .pipe(let pipe): posix_spawn_file_actions_adddup2(&actions, pipe.childsEnd(number).fileDescriptor, number)
        }
    }

    fileprivate func closeChildsEnd(_ number: Int32) {
        if case .pipe(let pipe) = self { try? pipe.childsEnd(number).close() }
    }
}

extension Pipe {
    /// The end that a child has as its stream of this number: it reads the first and writes the others.
    fileprivate func childsEnd(_ number: Int32) -> FileHandle {
        number == 0 ? fileHandleForReading : fileHandleForWriting
    }
}
