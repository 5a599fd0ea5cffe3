import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Limits and tests of broadcasts, on each store")
struct BroadcastLimitTests {
    @Test(
        "G-6, acceptance 2: of a hundred messages to one member that 32 send at once one leaves, and 99 say why they wait",
        arguments: Backend.allCases
    )
    func oneMember(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            var ids: [Identifier] = []
            for number in 0..<100 { ids.append(try await bench.start("B\(number)").id) }
            _ = try await bench.service.planBroadcasts()
            bench.brand.clock.advance(milliseconds: 5_000)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<32 {
                    group.addTask { for _ in 0..<2 { _ = try? await bench.service.runBroadcasts() } }
                }
            }
            // Whatever one of them gave up for another, the next look finds.
            try await bench.run()
            #expect(bench.mails.count == 1)
            let contacts = try await bench.service.contacts(of: ana, limit: 200).map(\.contact)
            #expect(Set(contacts.map(\.broadcast)) == Set(ids) && contacts.count == 100)
            let sent = try #require(contacts.first { $0.way == .sent })
            #expect(contacts.count { $0.decision.verdict == .sent } == 1 && sent.reservation == .committed)
            let (others, tomorrow) = (
                contacts.filter { $0.id != sent.id }, sent.takenAt?.adding(milliseconds: 86_400_000)
            )
            for contact in others {
                #expect(contact.decision.reason == .limit && contact.reservation != .reserved && contact.way == nil)
                #expect(contact.nextAt == tomorrow, "the next slot is a day after the one that left")
            }
            var sums: [String: Int64] = [:]
            for id in ids {
                let results = try await bench.service.broadcastResults(id)
                #expect(results.targeted == 1)
                for verdict in ["sent", "deferred", "dropped", "withheld", "blocked"] {
                    sums[verdict, default: 0] += results.count(verdict)
                }
            }
            #expect(sums == ["sent": 1, "deferred": 99, "dropped": 0, "withheld": 0, "blocked": 0])
        }
    }

    @Test(
        "G-14: a test goes to somebody on the staff alone, says what members will read, and counts for nobody",
        arguments: Backend.allCases
    )
    func trial(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let service = bench.service
            try await bench.member("ana")
            let staff = NewStaff(name: "Mei", email: "mei@example.com", role: .manager, stores: .all)
            let invitation = try await service.inviteStaff(staff, by: .operator)
            let broadcast = try await service.writeBroadcast(BroadcastBench.content(), by: .operator)
            func test(_ to: String, _ language: Key? = nil) async throws -> BroadcastTrial {
                try await service.testBroadcast(broadcast.id, to: to, language: language, by: .operator)
            }
            func refused(_ to: String, _ language: Key? = nil) async -> String? {
                do {
                    _ = try await test(to, language)
                    return nil
                } catch BroadcastRefusal.malformed(let problems) {
                    return problems.map { "\($0.field) \($0.kind.name)" }.joined()
                } catch {
                    return "\(error)"
                }
            }
            // Who was invited and never came may be anybody.
            #expect(await refused("mei@example.com") == "to notStaff")
            _ = try await service.acceptInvitation(invitation.token, password: "warung di tepi sawah")
            let before = bench.mails.count
            for stranger in ["ana@example.com", "nobody@example.com", "", "mei"] {
                #expect(await refused(stranger) == "to notStaff")
            }
            #expect(await refused("mei@example.com", "ms") == "language notLanguage")
            #expect(bench.mails.count == before)
            #expect(try await test("Mei@Example.com").language == "en")
            #expect(try await test("mei@example.com", "th").failure == nil)
            let mails = bench.mails.dropFirst(before)
            #expect(mails.map(\.subject) == ["Test: Coffee for Mei", "ทดสอบ: กาแฟ"])
            #expect(mails.allSatisfy { $0.to.address == "mei@example.com" && $0.list == nil })
            #expect(mails.first?.text.contains("A kopi at RM 12.50 until 31 March 2026.") == true)
            bench.brand.mailbox.failure = MailFailure(isTemporary: true, reason: "busy")
            #expect(try await test("mei@example.com").failure?.reason == "busy")
            #expect(try await service.broadcastResults(broadcast.id).targeted == 0)
            #expect(try await service.broadcast(broadcast.id).state == .draft)
            await #expect(throws: BroadcastRefusal.unknownBroadcast) {
                try await service.testBroadcast(
                    service.surroundings.newIdentifier(),
                    to: "mei@example.com",
                    language: Key?.none,
                    by: .operator
                )
            }
        }
    }
}
