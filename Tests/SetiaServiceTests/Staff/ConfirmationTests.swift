import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Codes and sessions of members")
struct ConfirmationTests {
    private let email: Identity

    init() throws {
        email = try Identity(kind: .email, text: "ana@example.com")
    }

    private func code(_ bench: StaffBench) -> String {
        String((bench.mailbox.mails.last?.subject ?? "").prefix(6))
    }

    private func refused<R>(_ body: () async throws -> R) async -> ConfirmationRefusal? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? ConfirmationRefusal
        }
    }

    @Test("S-10: a code confirms an identity once, and gives back what was handed in")
    func confirms() async throws {
        let bench = try await StaffBench()
        let payload: [UInt8] = [0, 1, 255]
        let token = try await bench.service.startConfirming(email, payload: payload, language: .en, client: "")
        let wrong = await refused { try await bench.service.confirm(token, code: "nothing") }
        #expect(wrong == .wrongCode(triesLeft: 4))
        let spaced = "\(code(bench).prefix(3)) \(code(bench).suffix(3))"
        let confirmed = try await bench.service.confirm(token, code: spaced)
        #expect(confirmed.identity == email)
        #expect(confirmed.payload == payload)
        #expect(await refused { try await bench.service.confirm(token, code: spaced) } == .used(at: bench.clock.now))
        #expect(await refused { try await bench.service.confirm("another", code: spaced) } == .unknown)
    }

    @Test("S-10: a phone gets a short text, and nothing is sent to a card")
    func reaches() async throws {
        let bench = try await StaffBench()
        let phone = try Identity(kind: .phone, text: "+60 12 345 6789")
        let token = try await bench.service.startConfirming(phone, payload: [], language: .ms, client: "")
        let text = try #require(bench.mailbox.texts.last)
        #expect(text.hasPrefix("+60123456789: "))
        let code = String(text.split(separator: " ")[1])
        #expect(try await bench.service.confirm(token, code: code).identity == phone)
        let card = try Identity(kind: .card, text: "1")
        let cannot = await refused {
            try await bench.service.startConfirming(card, payload: [], language: .en, client: "")
        }
        #expect(cannot == .cannotReach(.card))
    }

    @Test("S-10: five wrong codes end it, ten minutes too")
    func ends() async throws {
        let bench = try await StaffBench()
        let token = try await bench.service.startConfirming(email, payload: [], language: .en, client: "")
        let right = code(bench)
        for left in [4, 3, 2, 1, 0] {
            let wrong = await refused { try await bench.service.confirm(token, code: "") }
            #expect(wrong == .wrongCode(triesLeft: left))
        }
        #expect(await refused { try await bench.service.confirm(token, code: right) } == .unknown)
        let late = try await bench.service.startConfirming(email, payload: [], language: .en, client: "")
        bench.clock.advance(milliseconds: SetiaService.codeLasts)
        let expired = await refused { try await bench.service.confirm(late, code: code(bench)) }
        #expect(expired == .expired(at: bench.clock.now))
    }

    @Test("S-10: three codes a quarter of an hour go to one identity, thirty are asked for from one place")
    func fewCodes() async throws {
        let bench = try await StaffBench()
        let until = bench.clock.now.adding(milliseconds: 15 * 60_000)
        for _ in 0..<3 {
            _ = try await bench.service.startConfirming(email, payload: [], language: .en, client: "192.0.2.1")
        }
        let fourth = await refused {
            try await bench.service.startConfirming(email, payload: [], language: .en, client: "198.51.100.1")
        }
        #expect(fourth == .tooManyCodes(until: until))
        for number in 0..<27 {
            let other = try Identity(kind: .email, text: "ana\(number)@example.com")
            _ = try await bench.service.startConfirming(other, payload: [], language: .en, client: "192.0.2.1")
        }
        let other = try Identity(kind: .email, text: "budi@example.com")
        let tooMany = await refused {
            try await bench.service.startConfirming(other, payload: [], language: .en, client: "192.0.2.1")
        }
        #expect(tooMany == .tooManyCodes(until: until))
        bench.clock.advance(milliseconds: 15 * 60_000)
        _ = try await bench.service.startConfirming(email, payload: [], language: .en, client: "192.0.2.1")
    }

    @Test("S-10: what is kept of a code tells neither it nor whom it went to")
    func keepsNothing() async throws {
        let bench = try await StaffBench()
        let token = try await bench.service.startConfirming(email, payload: [7], language: .en, client: "")
        _ = try await bench.service.confirm(token, code: code(bench))
        let hash = bench.sealing.keyedHash(Array(token.utf8), for: .confirmation)
        let record = try await bench.store.reading { try $0.confirmation(hash: hash) }
        #expect(record?.sealed == [])
    }

    @Test("S-10: a member stays signed in for 30 days, or until she signs out or is erased")
    func memberSessions() async throws {
        let bench = try await StaffBench()
        let member = try await bench.member()
        let first = try await bench.service.startMemberSession(member)
        #expect(try await bench.service.memberSession(first) == member)
        #expect(try await bench.service.staffSession(first) == nil)
        bench.clock.advance(days: 30)
        #expect(try await bench.service.memberSession(first) == nil)
        let second = try await bench.service.startMemberSession(member)
        try await bench.service.endMemberSession(second)
        #expect(try await bench.service.memberSession(second) == nil)
        let third = try await bench.service.startMemberSession(member)
        _ = try await bench.service.eraseMember(member)
        #expect(try await bench.service.memberSession(third) == nil)
        await #expect(throws: Refusal.memberErased(member)) { try await bench.service.startMemberSession(member) }
        #expect(await refusal { try await bench.service.startMemberSession(Fixture.member(9)) } == .unknownMember)
    }
}
