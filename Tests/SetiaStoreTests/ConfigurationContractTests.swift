import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What every store keeps: configuration")
struct ConfigurationContractTests {
    @Test("the configuration's version rises with each change of shops and programmes", arguments: Backend.allCases)
    func raisesVersion(backend: Backend) async throws {
        try await backend.withStore { store in
            func version() async throws -> Int64 { try await store.reading { try $0.configurationVersion() } }
            var versions = [try await version()]
            try await store.writing { try $0.put(Fixture.shops[0]) }
            versions.append(try await version())
            try await store.writing { try $0.put(Fixture.shops[0]) }
            versions.append(try await version())
            try await store.writing { try $0.publish(programme(1)) }
            versions.append(try await version())
            #expect(zip(versions, versions.dropFirst()).allSatisfy { $0 < $1 })
            try await store.append(try Fixture.newcomer(1, Fixture.order("A-1", 100)))
            #expect(try await version() == versions.last)
        }
    }

    @Test("programmes come by number, to the byte, and each is published once", arguments: Backend.allCases)
    func publishes(backend: Backend) async throws {
        try await backend.withStore { store in
            for number in [2, 1, 3] { try await store.writing { try $0.publish(programme(number)) } }
            #expect(await failure { try await store.writing { try $0.publish(programme(2)) } }?.kind == .other)
            let kept = try await store.reading { try $0.programmes() }
            #expect(kept == [1, 2, 3].map { programme($0) })
            #expect(kept.allSatisfy { $0.document.utf8.elementsEqual(programme($0.number).document.utf8) })
        }
    }

    @Test("a version is taken back once, and says so ever after", arguments: Backend.allCases)
    func cancels(backend: Backend) async throws {
        try await backend.withStore { store in
            let again = PublishedProgramme(
                number: 2,
                validFrom: Fixture.newYear,
                publishedAt: Fixture.newYear,
                document: "é",
                restores: 1,
                reason: "กาแฟ"
            )
            let versions = [programme(1), again]
            try await store.writing { ledger in for version in versions { try ledger.publish(version) } }
            let before = try await store.reading { try $0.configurationVersion() }
            for later in [0, 5] {
                let moment = Fixture.newYear.adding(days: later)
                #expect(try await store.writing { try $0.cancelProgramme(2, at: moment) } == (later == 0))
            }
            #expect(try await store.writing { try $0.cancelProgramme(9, at: Fixture.newYear) } == false)
            var cancelled = again
            cancelled.cancelledAt = Fixture.newYear
            #expect(try await store.reading { try $0.programmes() } == [programme(1), cancelled])
            #expect(try await store.reading { try $0.configurationVersion() } > before)
        }
    }

    @Test("a draft is kept after the revision that was read, and by no one in between", arguments: Backend.allCases)
    func keepsDrafts(backend: Backend) async throws {
        try await backend.withStore { store in
            let (one, two) = (draft("b", 1, by: .apiKey("k", name: "shop")), draft("a", 1, base: 4))
            for new in [one, two] {
                let isKept = try await store.writing { try $0.save(new) }
                #expect(isKept)
            }
            #expect(try await store.writing { try $0.save(one) } == false)
            #expect(try await store.writing { try $0.save(draft("b", 3)) } == false)
            #expect(try await store.writing { try $0.save(draft("c", 2)) } == false)
            #expect(try await store.reading { try $0.drafts() } == [two, one])
            let changed = draft("b", 2, base: 7)
            #expect(try await store.writing { try $0.save(changed) })
            #expect(try await store.reading { try $0.draft("b") } == changed)
            #expect(try await store.writing { try $0.removeDraft("a") })
            #expect(try await store.writing { try $0.removeDraft("a") } == false)
            #expect(try await store.reading { try $0.drafts() } == [changed])
            #expect(try await store.reading { try $0.draft("a") } == nil)
        }
    }

    @Test("shops come by id; putting one again changes it", arguments: Backend.allCases)
    func putsShops(backend: Backend) async throws {
        try await backend.withStore { store in
            for shop in Fixture.shops.reversed() { try await store.writing { try $0.put(shop) } }
            #expect(try await store.reading { try $0.shops() } == Fixture.shops)
            let old = Fixture.shops[1]
            let new = Shop(
                id: old.id,
                name: "Menteng Baru",
                country: "SG",
                timeZone: "Asia/Singapore",
                currency: Fixture.currency("SGD")
            )
            try await store.writing { try $0.put(new) }
            #expect(try await store.reading { try $0.shops() } == [Fixture.shops[0], new, Fixture.shops[2]])
        }
    }

    @Test("an API key is found by its hash, and ends once", arguments: Backend.allCases)
    func keepsAPIKeys(backend: Backend) async throws {
        try await backend.withStore { store in
            let all = Set(APIScope.allCases)
            let second = APIKey(id: "k-2", name: "till", scopes: [.eventsWrite], createdAt: Fixture.newYear)
            let first = APIKey(id: "k-1", name: "shop é", scopes: all, createdAt: Fixture.newYear.adding(days: -1))
            let none = APIKey(id: "k-3", name: "", scopes: [], createdAt: Fixture.newYear)
            try await store.writing { ledger in
                try ledger.add(second, hash: [2])
                try ledger.add(first, hash: [1])
                try ledger.add(none, hash: [3])
            }
            #expect(try await store.reading { try $0.apiKeys() } == [first, second, none])
            #expect(try await store.reading { try $0.apiKey(hash: [2]) } == second)
            #expect(try await store.reading { try $0.apiKey(hash: [4]) } == nil)
            #expect(await failure { try await store.writing { try $0.add(none, hash: [9]) } } != nil)

            for later in [0, 5] {
                let moment = Fixture.newYear.adding(days: later)
                #expect(try await store.writing { try $0.revokeAPIKey("k-2", at: moment) })
            }
            #expect(try await store.reading { try $0.apiKey(hash: [2])?.revokedAt } == Fixture.newYear)
            #expect(try await store.writing { try $0.revokeAPIKey("k-9", at: Fixture.newYear) } == false)
        }
    }

    @Test("how far an import has come is kept, and written over", arguments: Backend.allCases)
    func keepsImports(backend: Backend) async throws {
        try await backend.withStore { store in
            var job = ImportJob(id: "orders-1", updatedAt: Fixture.newYear)
            #expect(try await store.reading { try $0.importJob("orders-1") } == nil)
            for step in 1...3 as ClosedRange<Int64> {
                job.offset = 1_000 * step
                job.rows = 10 * step
                job.recorded = 7 * step
                job.replayed = 2 * step
                job.refused = step
                job.isDone = step == 3
                let saved = job
                try await store.writing { try $0.save(saved) }
                #expect(try await store.reading { try $0.importJob("orders-1") } == saved)
            }
        }
    }

    private func draft(
        _ name: Key,
        _ revision: Int64,
        by actor: AuditActor = .operator,
        base: Int? = nil
    ) -> ProgrammeDraft {
        ProgrammeDraft(
            name: name,
            revision: revision,
            base: base,
            document: "programme: \(revision) é\r\n\t",
            createdAt: Fixture.newYear,
            savedAt: Fixture.newYear.adding(days: Int(revision)),
            savedBy: actor
        )
    }

    private func programme(_ number: Int) -> PublishedProgramme {
        PublishedProgramme(
            number: number,
            validFrom: Fixture.newYear.adding(days: number),
            publishedAt: Fixture.newYear,
            document: "programme: kopi\n# Café, Cafe\u{301}, \(number)\n\tไทย 🙂\r\n"
        )
    }
}
