import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("The life of a version")
struct ProgrammeLifeTests {
    private func refusal(_ work: () async throws -> Void) async -> ProgrammeRefusal? {
        do { try await work() } catch { return error as? ProgrammeRefusal }
        return nil
    }

    private func states(_ brand: TestBrand) async throws -> [ProgrammeState] {
        let versions = try await brand.service.programmes()
        return versions.map { versions.state(of: $0, at: brand.clock.now) }
    }

    @Test("P-2: a version is scheduled until it begins, then published, and superseded by the next that begins")
    func states() async throws {
        let brand = try await TestBrand()
        brand.clock.advance(days: 1)
        _ = try await brand.service.publishProgramme("two", validFrom: brand.clock.now.adding(days: 2))
        #expect(try await states(brand) == [.published, .scheduled])
        #expect(try await brand.service.currentVersion()?.number == 1)
        brand.clock.advance(days: 2)
        #expect(try await states(brand) == [.superseded, .published])
        #expect(try await brand.service.currentVersion()?.number == 2)
    }

    @Test("P-3: a scheduled version can be taken back, keeps its number, and never decides")
    func cancel() async throws {
        let brand = try await TestBrand()
        brand.clock.advance(days: 1)
        _ = try await brand.service.publishProgramme("two", validFrom: brand.clock.now.adding(days: 2))
        _ = try await brand.service.cancelProgramme(2, by: .operator)
        brand.clock.advance(days: 5)
        #expect(try await states(brand) == [.published, .cancelled])
        let book = try #require(await brand.service.book())
        #expect(book.version(at: brand.clock.now).number == 1)
        #expect(book.version(numbered: 2)?.number == 2)
        let next = try await brand.service.publishProgramme("two")
        #expect(next.programme.number == 3)
        #expect(next.isNew)
    }

    @Test("P-3: a version that holds or held is not taken back")
    func tooLate() async throws {
        let brand = try await TestBrand()
        let first = await refusal { _ = try await brand.service.cancelProgramme(1, by: .operator) }
        guard case .hasBegun(1, _)? = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        let none = await refusal { _ = try await brand.service.cancelProgramme(2, by: .operator) }
        #expect(none == .unknownVersion(2, newest: 1))
    }

    @Test("P-4: going back publishes an older document anew, with a reason, and rewrites nothing")
    func rollBack() async throws {
        let brand = try await TestBrand()
        brand.clock.advance(days: 1)
        _ = try await brand.service.publishProgramme("two")
        brand.clock.advance(days: 1)
        let silent = await refusal { _ = try await brand.service.rollBackProgramme(reason: "  ", by: .operator) }
        #expect(silent == .reasonMissing)
        let (third, isNew) = try await brand.service.rollBackProgramme(reason: " a mistake ", by: .operator)
        #expect(isNew)
        #expect([third.number, third.restores] == [3, 1])
        #expect(third.document == "the fixture's programme")
        #expect(third.reason == "a mistake")
        #expect(try await states(brand) == [.superseded, .superseded, .published])
        brand.clock.advance(days: 1)
        let (fourth, _) = try await brand.service.rollBackProgramme(reason: "it was none", by: .operator)
        #expect(fourth.restores == 2)
        #expect(try await brand.service.rollBackProgramme(to: 2, reason: "again", by: .operator).isNew == false)
    }

    @Test("what is published, taken back and rolled back stands in the log, with its reason")
    func log() async throws {
        let brand = try await TestBrand()
        brand.clock.advance(days: 1)
        _ = try await brand.service.publishProgramme("two", validFrom: brand.clock.now.adding(days: 2), by: .operator)
        _ = try await brand.service.cancelProgramme(2, by: .operator)
        _ = try await brand.service.publishProgramme("three", by: .operator)
        _ = try await brand.service.rollBackProgramme(to: 1, reason: "a mistake", by: .operator)
        let lines = try await brand.service.auditLog(limit: 10)
        #expect(
            lines.map(\.action) == [
                .programmeRolledBack, .programmePublished, .programmeCancelled, .programmePublished,
            ]
        )
        #expect(lines[0].details["reason"] == "a mistake")
    }

    @Test("a draft is kept with problems, not written over by who did not read it, and gone when it is published")
    func drafts() async throws {
        let brand = try await TestBrand()
        let first = try await brand.service.saveDraft("next", "two", replacing: 0, by: .operator)
        #expect(first.base == 1)
        let second = try await brand.service.saveDraft("next", "three", replacing: first.revision, by: .operator)
        #expect(second.revision == 2)
        await #expect(throws: DraftRefusal.changed("next", revision: 2)) {
            _ = try await brand.service.saveDraft("next", "four", replacing: 1, by: .operator)
        }
        await #expect(throws: DraftRefusal.malformedName("Next year")) {
            _ = try await brand.service.saveDraft("Next year", "", by: .operator)
        }
        _ = try await brand.service.publishProgramme(second.document, draft: "next", by: .operator)
        #expect(try await brand.service.drafts() == [])
        await #expect(throws: DraftRefusal.unknown("next")) {
            try await brand.service.removeDraft("next", by: .operator)
        }
    }
}
