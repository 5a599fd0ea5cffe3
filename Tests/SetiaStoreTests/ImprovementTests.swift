import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What is done about causes, on each store")
struct ImprovementTests {
    private static let told = [
        Improvement.Told(language: "en", said: " Deliveries came cold. ", done: "We pack in new boxes."),
        Improvement.Told(language: "th", said: "", done: ""),
    ]

    private func wish(_ due: String, told: [Improvement.Told] = told, owner: StaffID? = nil) -> ImprovementWish {
        ImprovementWish(cause: .delivery, what: "New boxes", owner: owner, due: Day(iso: due), told: told)
    }

    @Test(
        "J-10: a cause has what is done about it, by whom and by when; what is not done stands first, what is missing is said",
        arguments: Backend.allCases
    )
    func kept(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let (service, mei) = (bench.service, AuditActor.staff(bench.mei.id, name: "Mei"))
            let late = try await service.keepImprovement(nil, wish("2026-03-20", owner: bench.siti.id), by: mei)
            let soon = try await service.keepImprovement(nil, wish("2026-03-05", told: []), by: mei)
            #expect(late.told.map(\.said) == ["Deliveries came cold."] && late.owner == bench.siti.id)
            #expect(try await service.improvements().map(\.id) == [soon.id, late.id])
            #expect(soon.isLate(on: Day(iso: "2026-03-06")!) && !soon.isLate(on: Day(iso: "2026-03-05")!))
            let done = try await service.finishImprovement(soon.id, isDone: true, by: mei)
            bench.at("10:00:00")
            #expect(try await service.finishImprovement(soon.id, isDone: true, by: mei).doneAt == done.doneAt)
            #expect(try await service.improvements().map(\.id) == [late.id, soon.id])
            var changed = wish("2026-03-21")
            changed.what = "Other boxes"
            #expect(try await service.keepImprovement(late.id, changed, by: mei).what == "Other boxes")
            for (wish, refusal) in [
                (
                    ImprovementWish(cause: nil, what: "x", owner: nil, due: late.due, told: []),
                    ImprovementRefusal.missing("cause")
                ),
                (ImprovementWish(cause: .price, what: " ", owner: nil, due: late.due, told: []), .missing("what")),
                (ImprovementWish(cause: .price, what: "x", owner: nil, due: nil, told: []), .missing("due")),
                (
                    self.wish("2026-03-20", told: [Improvement.Told(language: "en", said: "a", done: "")]),
                    .halfTold("en")
                ),
                (self.wish("2026-03-20", owner: StaffID(Identifier(high: 9, low: 9))), .unknownOwner),
            ] {
                await #expect(throws: refusal) { try await service.keepImprovement(nil, wish, by: mei) }
            }
            await #expect(throws: ImprovementRefusal.unknownImprovement) {
                try await service.finishImprovement(Identifier(high: 9, low: 9), isDone: true, by: mei)
            }
            let log = try await service.auditLog(AuditFilter(action: .improvementChanged), limit: 10)
            #expect(log.compactMap { $0.details["change"] } == ["changed", "done", "made", "made"])
        }
    }

    @Test(
        "J-11: everybody reads what is done and told, with how many cases of its cause came since and in as long before",
        arguments: Backend.allCases
    )
    func told(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let (service, mei) = (bench.service, AuditActor.staff(bench.mei.id, name: "Mei"))
            func complain(_ cause: CaseCause) async throws {
                let one = try await service.openCase(
                    NewCase(member: bench.ana, kind: .complaint, text: "cold", source: .api),
                    by: .operator
                )
                for state in [CaseState.owned, .answered, .learned] {
                    _ = try await service.change(one.id, .move(state, text: "x", cause: cause), by: mei)
                }
            }
            bench.at("09:10:00")
            try await complain(.delivery)
            bench.at("10:10:00")
            try await complain(.delivery)
            try await complain(.price)
            bench.at("11:00:00")
            let one = try await service.keepImprovement(nil, wish("2026-03-05"), by: mei)
            let silent = try await service.keepImprovement(nil, wish("2026-03-05", told: []), by: mei)
            #expect(try await service.publicImprovements() == [])
            for one in [one, silent] { _ = try await service.finishImprovement(one.id, isDone: true, by: mei) }
            bench.at("12:00:00")
            try await complain(.delivery)
            let found = try await service.publicImprovements()
            #expect(found.map(\.improvement.id) == [one.id])
            // Since eleven, and from ten to eleven.
            #expect(found.first?.since == 1 && found.first?.before == 1)
            _ = try await service.finishImprovement(one.id, isDone: false, by: mei)
            #expect(try await service.publicImprovements() == [])
        }
    }
}
