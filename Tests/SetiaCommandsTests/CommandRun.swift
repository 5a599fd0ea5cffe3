import ArgumentParser
import Foundation
import SetiaCore
import SetiaService
import SetiaTesting
import Synchronization

@testable import SetiaCommands

/// What a command wrote, and how it ended.
struct CommandRun {
    var out: String
    var err: String
    var status: Int32
}

/// Commands in a directory of their own, with a clock and ids that are the same each time.
///
/// The clock shows 1 April 2026, noon in Kuala Lumpur; ids count on from command to command.
final class CommandBench: Sendable {
    let directory: URL
    let clock = TestClock(Instant(milliseconds: 1_775_016_000_000))
    let identifiers: CountingIdentifiers
    /// What a person types, and whether there is one.
    let typed: String?
    private let output = Mutex((out: "", err: ""))

    init(_ directory: URL, identifiers: CountingIdentifiers = CountingIdentifiers(), typed: String? = nil) {
        self.directory = directory
        self.identifiers = identifiers
        self.typed = typed
    }

    /// The name of a file in the directory.
    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    /// Writes a file into the directory.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        return path(name)
    }

    /// What a file of the directory holds.
    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: directory.appendingPathComponent(name)), as: UTF8.self)
    }

    /// Runs a command on the database `shop.db` of the directory.
    func run(_ arguments: String..., database: String = "shop.db") async -> CommandRun {
        await run(arguments, database: database)
    }

    /// Runs a command whose clock does something at each look.
    func run(
        _ arguments: [String],
        database: String = "shop.db",
        input: [UInt8] = [],
        onClock: @escaping @Sendable () -> Void = {}
    ) async -> CommandRun {
        output.withLock { $0 = ("", "") }
        var shell = Shell(
            out: { text in self.output.withLock { $0.out += text } },
            err: { text in self.output.withLock { $0.err += text } },
            readLine: { self.typed },
            inIsTerminal: typed != nil,
            environment: ["SETIA_DATABASE": path(database)],
            surroundings: Surroundings(
                now: {
                    onClock()
                    return self.clock.now
                },
                newIdentifier: { self.identifiers.next() }
            )
        )
        shell.readAll = { input }
        // A busy machine must not make progress lines appear.
        let began = ContinuousClock.now
        shell.stopwatch = { began }
        let status = await Shell.$current.withValue(shell) { await self.status(of: arguments) }
        let (out, err) = output.withLock { $0 }
        return CommandRun(out: plain(out), err: plain(err), status: status)
    }

    private func status(of arguments: [String]) async -> Int32 {
        do {
            var command = try SetiaCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            let message = SetiaCommand.message(for: error)
            if !message.isEmpty { output.withLock { $0.err += message + "\n" } }
            return SetiaCommand.exitCode(for: error).rawValue
        }
    }

    /// The same in each run: the directory is DIR, and what took time took TIME.
    private func plain(_ text: String) -> String {
        text.replacing(directory.path, with: "DIR")
            .replacing(/in \d+:\d\d(, [\d,]+ \w+ a second)?/, with: "in TIME")
            .replacing(/"milliseconds": \d+/, with: "\"milliseconds\": TIME")
            .replacing(/events-[0-9a-f]{16}|members-[0-9a-f]{16}/, with: "JOB")
            .replacing(/setia_[0-9a-z]+_[0-9a-z]+/, with: "SECRET")
            .replacing(/\/console\/invitation\/[\w-]{43}/, with: "/console/invitation/TOKEN")
            .replacing(/\/console\/link\/[\w-]{43}/, with: "/console/link/TOKEN")
    }
}

/// A bench in a directory that is gone afterwards.
func withBench<R>(typed: String? = nil, _ body: (CommandBench) async throws -> R) async throws -> R {
    try await withTemporaryDirectory { try await body(CommandBench($0, typed: typed)) }
}

/// The examples that stand in the repository.
let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("examples")

/// A programme that is small enough to reckon by hand: a point for each ringgit at once, for six months.
let smallProgramme = """
    programme: small
    engine: 1
    languages: [en]
    timeZone: Asia/Kuala_Lumpur
    currencies:
      MYR: {decimals: 2}
    wallets:
      points:
        name: {en: points}
        activation: 0 days
        expiry: {rolling: 6 months}
        rates: {MYR: 1 per 1.00}
    tiers:
      status:
        metric: net spend
        window: calendar year
        levels: {silver: 0 MYR, gold: 100 MYR}
    rules:
      - id: base
        on: order.paid
        earn: {wallet: points, by: rate}
      - id: gold-half-more
        on: order.paid
        when: member.tiers.status.atLeast("gold")
        multiply: 1.5

    """

extension CommandBench {
    /// Publishes a programme.
    func publish(_ text: String = smallProgramme, database: String = "shop.db") async throws {
        let file = try write("programme.yaml", text)
        let run = await run(["programme", "publish", file], database: database)
        guard run.status == 0 else { throw BenchFailure(message: run.err) }
    }
}

/// The bench itself does not stand.
struct BenchFailure: Error {
    let message: String
}
