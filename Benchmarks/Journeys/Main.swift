import Foundation
import SetiaCare
import SetiaCore
import SetiaServer
import SetiaService
import SetiaWire

// How many members a second go on in a journey on a SQLite file: timers that are due, taken, gone on from and written.
//
//   swift run -c release JourneyBenchmark [TIMERS] [MEMBERS]

@main
enum JourneyBenchmark {
    private static let programme = """
        programme: bench
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: {en: points}, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}

        """
    private static let journey = """
        journey: Bench
        trigger: {event: member.enrolled}
        steps:
          first: {wait: 1 day}
          ways: {branch: [{if: member.orders >= 3, to: end}], next: second}
          second: {wait: 7 days}

        """

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        func number(_ place: Int, _ otherwise: Int) -> Int {
            arguments.indices.contains(place) ? Int(arguments[place]) ?? otherwise : otherwise
        }
        let (timers, count) = (number(0, 1_000_000), number(1, 100_000))
        let folder = FileManager.default.temporaryDirectory.appending(path: "setia-journeys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let location = try DatabaseLocation(folder.appending(path: "bench.db").path)
        let brand = try await Brand.open(location, keys: nil, mayCreate: true)
        let service = brand.service
        _ = try await service.publishProgramme(programme)
        let members = try await join(count, service)
        _ = try await service.putJourney("bench", journey, by: .operator)
        _ = try await service.change("bench", .start, by: .operator)
        try await enrol(timers, members, service)
        print("\(timers) timers of \(members.count) members are due")
        let began = ContinuousClock.now
        var taken = 0
        while true {
            let now = try await service.advanceJourneys(most: 5_000)
            guard now > 0 else { break }
            taken += now
        }
        let took = began.duration(to: .now)
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        print("\(Int(Double(taken) / seconds)) a second: \(taken) taken in \(Int(seconds)) s")
        try await brand.close()
        let size =
            try FileManager.default.attributesOfItem(atPath: folder.appending(path: "bench.db").path)[.size] as? Int
        print("\((size ?? 0) / 1_048_576) MiB on disk")
    }

    private static func join(_ count: Int, _ service: SetiaService) async throws -> [MemberID] {
        var members: [MemberID] = []
        for start in stride(from: 0, to: count, by: 1_000) {
            let prepared = try (start..<min(count, start + 1_000)).map { number in
                let event = Event(
                    source: "bench",
                    id: Key("joined-\(number)"),
                    occurredAt: service.surroundings.now(),
                    matter: .memberEnrolled(MemberFacts())
                )
                return service.prepare(
                    Intake(event: event, who: .identity(try Identity(kind: .card, text: "B-\(number)")))
                )
            }
            for outcome in try await service.record(prepared) {
                guard case .recorded(let receipt) = outcome else {
                    throw StoreFailure(kind: .other, message: "\(outcome)")
                }
                members.append(receipt.member)
            }
        }
        return members
    }

    /// Each waits at the first step, and has waited long enough; the longest first.
    private static func enrol(_ timers: Int, _ members: [MemberID], _ service: SetiaService) async throws {
        let now = service.surroundings.now()
        for start in stride(from: 0, to: timers, by: 5_000) {
            let enrolments = (start..<min(timers, start + 5_000)).map { number in
                var one = JourneyEnrolment(
                    id: service.surroundings.newIdentifier(),
                    member: members[(number &* 7_919) % members.count],
                    journey: "bench",
                    version: 1,
                    entry: Key("bench:\(number)"),
                    enteredAt: now.adding(days: -2)
                )
                one.step = "first"
                one.path = [JourneyEnrolment.Visit(step: "first", at: one.enteredAt)]
                one.dueAt = now.adding(milliseconds: Int64(number - timers))
                return one
            }
            try await service.store.recording { try $0.enrol(enrolments) }
        }
    }
}
