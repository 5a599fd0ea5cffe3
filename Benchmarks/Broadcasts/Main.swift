import Foundation
import JSONText
import SetiaCore
import SetiaServer
import SetiaService

// How long a broadcast takes to be planned on a SQLite file, each decision stored, and by how much memory grows meanwhile.
//
//   swift run -c release BroadcastBenchmark [MEMBERS] [ROUNDS]

@main
enum BroadcastBenchmark {
    private static let programme = """
        programme: bench
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: {en: points}, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}

        """
    private static let broadcast: JSON = .object([
        "name": .string("Bench"), "facts": .array([.string("RM 12.50")]), "perMinute": .integer(60_000),
        "mail": .object([
            "en": .object(["subject": .string("A kopi for {name}"), "text": .string("A kopi at RM 12.50.")])
        ]),
    ])

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        func number(_ place: Int, _ otherwise: Int) -> Int {
            arguments.indices.contains(place) ? Int(arguments[place]) ?? otherwise : otherwise
        }
        let (count, rounds) = (number(0, 100_000), number(1, 3))
        let folder = FileManager.default.temporaryDirectory.appending(path: "setia-broadcasts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let letters = try LetterSettings(
            mail: nil,
            from: nil,
            address: "https://kopi.example.com",
            print: { _ in },
            onFailure: { _ in }
        )
        let brand = try await Brand.open(
            DatabaseLocation(folder.appending(path: "bench.db").path),
            keys: nil,
            mayCreate: true,
            letters: letters
        )
        let service = brand.service
        _ = try await service.publishProgramme(programme)
        try await join(count, service)
        for round in 1...rounds {
            let (seconds, grown) = try await plan(service, count)
            print("round \(round): \(count) planned in \(seconds) s, memory grew by \(grown) MiB")
        }
        try await brand.close()
    }

    /// Members with an address; nine of ten agreed to offers by e-mail.
    private static func join(_ count: Int, _ service: SetiaService) async throws {
        for start in stride(from: 0, to: count, by: 1_000) {
            let prepared = try (start..<min(count, start + 1_000)).flatMap { number in
                let who = Intake.Who.identity(try Identity(kind: .email, text: "member-\(number)@example.com"))
                let consent = Consent(
                    purpose: "marketing",
                    channel: "email",
                    isGiven: number % 10 > 0,
                    wording: "bench-1",
                    evidence: "form"
                )
                let matters: [Event.Matter] = [.memberEnrolled(MemberFacts(language: "en")), .consentChanged(consent)]
                return matters.enumerated().map { place, matter in
                    service.prepare(
                        Intake(
                            event: Event(
                                source: "bench",
                                id: Key("\(number)-\(place)"),
                                occurredAt: service.surroundings.now(),
                                matter: matter
                            ),
                            who: who
                        )
                    )
                }
            }
            for outcome in try await service.record(prepared) {
                guard case .recorded = outcome else { throw StoreFailure(kind: .other, message: "\(outcome)") }
            }
        }
    }

    /// One broadcast, from its start until a decision is stored for each.
    private static func plan(_ service: SetiaService, _ count: Int) async throws -> (seconds: String, grown: Int) {
        let id = try await service.writeBroadcast(broadcast, by: .operator).id
        _ = try await service.change(id, .start, by: .operator)
        // What was the most so far is forgotten.
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        let (before, began) = (try most(), ContinuousClock.now)
        while try await service.planBroadcasts() > 0 {}
        let took = began.duration(to: .now)
        let results = try await service.broadcastResults(id)
        guard results.broadcast.isPlanned, results.targeted == Int64(count) else {
            throw StoreFailure(kind: .other, message: "\(results.targeted) of \(count) are planned")
        }
        _ = try await service.change(id, .stop, by: .operator)
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        return (String(format: "%.1f", seconds), try most() - before)
    }

    /// The highest resident size, in MiB.
    private static func most() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0) / 1_024
    }
}
