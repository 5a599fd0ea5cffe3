import SetiaCore
import SetiaService
import SetiaTesting

/// A brand with staff in memory: a clock that is set, passwords that take no time, a mailbox that keeps all.
struct StaffBench {
    let store = ModelStore()
    let sealing = TestSealing()
    let clock = TestClock()
    let passwords = TestPasswords()
    let mailbox = TestMailbox()
    let service: SetiaService

    /// Long enough, and nobody's name.
    static let password = "warung di tepi sawah"

    init() async throws {
        let clock = clock
        let identifiers = CountingIdentifiers()
        service = SetiaService(
            store: store,
            sealing: sealing,
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(
                parse: { _ in Fixture.programme },
                zone: { _ in FixedOffset(minutesEast: 480) }
            ),
            staff: .test(passwords: passwords, mail: mailbox)
        )
        _ = try await service.publishProgramme("the fixture's programme")
        for shop in Fixture.shops { _ = try await service.putShop(shop) }
    }

    /// Somebody invited by the operator.
    func invite(_ name: String, _ role: Role = .owner, stores: StoreScope = .all) async throws -> Invitation {
        try await service.inviteStaff(
            NewStaff(name: name, email: "\(name.lowercased())@example.com", role: role, stores: stores),
            by: .operator
        )
    }

    /// Somebody who is signed in.
    func join(_ name: String, _ role: Role = .owner, stores: StoreScope = .all) async throws -> SignedIn {
        let invitation = try await invite(name, role, stores: stores)
        return try await service.acceptInvitation(invitation.token, password: StaffBench.password)
    }

    /// A sign-in with the bench's password, by default.
    func signIn(
        _ name: String,
        _ password: String = StaffBench.password,
        device: String? = nil,
        client: String = "192.0.2.1"
    ) async throws -> SignedIn {
        try await service.signIn(
            email: "\(name.lowercased())@example.com",
            password: password,
            device: device,
            client: client
        )
    }

    /// A second factor; its app gives codes.
    func addFactor(_ session: StaffSession) async throws -> (app: App, recovery: [String]) {
        let app = App(text: try await service.startSecondFactor(session).secret, sealing: sealing, clock: clock)
        return (app, try await service.confirmNewSecondFactor(session, code: app.code()))
    }

    /// An authenticator app.
    struct App {
        let text: String
        let sealing: TestSealing
        let clock: TestClock

        /// What it shows now, or so many steps of 30 seconds from now.
        func code(steps: Int64 = 0) -> String {
            sealing.oneTimePassword(secret, step: clock.now.milliseconds / 30_000 + steps)
        }

        private var secret: [UInt8] {
            let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
            var bytes: [UInt8] = []
            var (held, bits) = (0, 0)
            for character in text.utf8 {
                held = (held << 5 | (digits.firstIndex(of: character) ?? 0)) & 0xFFFF
                bits += 5
                if bits >= 8 {
                    bits -= 8
                    bytes.append(UInt8(held >> bits & 255))
                }
            }
            return bytes
        }
    }

    /// A member with points.
    func member() async throws -> MemberID {
        try await service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "1")], facts: MemberFacts())
        ).member
    }

    /// The secret at the end of the link in the newest letter.
    func tokenInMail() -> String {
        let text = mailbox.mails.last?.text ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("https://kopi.example.com/console/") } ?? ""
        return String(line.split(separator: "/").last ?? "")
    }
}

/// Why staff were refused, or none where they were not.
func refusal<R>(_ body: () async throws -> R) async -> StaffRefusal? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? StaffRefusal
    }
}
