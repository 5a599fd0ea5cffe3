import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Asking for an explanation")
struct ExplainEventTests {
    private let cafe: CoffeeHouse
    private let service: SetiaService

    init() async throws {
        let cafe = try CoffeeHouse()
        let opening = try cafe.start("2026-01-01")
        let clock = TestClock(opening)
        let identifiers = CountingIdentifiers()
        let zone = cafe.zone
        let programme = cafe.programme
        self.cafe = cafe
        service = SetiaService(
            store: ModelStore(),
            sealing: TestSealing(now: opening),
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(
                parse: { _ in programme },
                zone: { $0 == "Asia/Kuala_Lumpur" ? zone : FixedOffset(minutesEast: 7 * 60) }
            )
        )
        _ = try await service.publishProgramme("kopi-setia")
        let kemang = Shop(
            id: try StoreID("kemang"),
            name: "Kemang",
            country: "ID",
            timeZone: "Asia/Jakarta",
            currency: try Currency("IDR")
        )
        for shop in cafe.shops + [kemang] { _ = try await service.putShop(shop) }
        clock.now = try cafe.noon("2026-12-31")
    }

    @Test("a member is answered in her own language, and in another where one is asked for")
    func answersInHerLanguage() async throws {
        let receipt = try await recorded(enrolment("th"))
        #expect(try await service.explanation(of: receipt.id)?.language == .th)
        #expect(try await service.explanation(of: receipt.id, in: .ms)?.language == .ms)
    }

    @Test("a member whose language is not known is answered in the programme's first")
    func answersInTheProgrammesLanguage() async throws {
        let receipt = try await recorded(enrolment(nil))
        #expect(try await service.explanation(of: receipt.id)?.language == .en)
    }

    @Test("an order at half past eleven in Jakarta is of that day, though Kuala Lumpur is an hour ahead")
    func tellsTheShopsDay() async throws {
        let member = try await recorded(enrolment("id")).member
        let order = Event(
            source: "till",
            id: "1",
            occurredAt: try cafe.start("2026-03-04").adding(milliseconds: 1_800_000),
            store: try StoreID("kemang"),
            matter: try cafe.order("J-1", 59_000, "IDR")
        )
        let receipt = try await recorded(Intake(event: order, who: .member(member)))
        let explanation = try await service.explanation(of: receipt.id)
        #expect(explanation?.headline == "Anda dapat 19 poin dari belanja Rp59.000 di Kemang tanggal 3 Maret 2026")
    }

    @Test("of an event that never was there is nothing to explain")
    func knowsNothingOfWhatNeverWas() async throws {
        #expect(try await service.explanation(of: EventID(member: cafe.member, number: 1)) == nil)
    }

    private func enrolment(_ language: Key?) throws -> Intake {
        let event = try cafe.event(.memberEnrolled(MemberFacts(language: language)), on: "2026-01-05")
        return Intake(event: event, who: .identity(try Identity(kind: .email, text: "siti@example.com")))
    }

    private func recorded(_ intake: Intake) async throws -> Receipt {
        guard case .recorded(let receipt) = try await service.record(intake) else { throw NotRecorded() }
        return receipt
    }
}

private struct NotRecorded: Error {}
