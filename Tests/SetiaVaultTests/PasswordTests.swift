import SetiaCore
import SetiaService
import Testing

@testable import SetiaVault

@Suite("Passwords and codes")
struct PasswordTests {
    @Test("a password is kept as Argon2id with 19 MiB, two passes and one lane, and as another text each time")
    func hashes() async throws {
        let passwords = Argon2Passwords()
        let kept = try await passwords.hash("correct horse battery")
        #expect(kept.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try await passwords.hash("correct horse battery") != kept)
        #expect(try await passwords.verify("correct horse battery", against: kept))
        #expect(try await !passwords.verify("correct horse batterx", against: kept))
        #expect(try await !passwords.verify("", against: kept))
        #expect(!passwords.isOutdated(kept))
    }

    @Test("a letter typed as one character or as two is the same password")
    func folds() async throws {
        let passwords = Argon2Passwords()
        let kept = try await passwords.hash("caf\u{e9} di pagi hari")
        #expect(try await passwords.verify("cafe\u{301} di pagi hari", against: kept))
    }

    @Test("what Argon2's reference made is verified, and marked to be made anew")
    func readsOthers() async throws {
        // From the reference implementation's own tests: Argon2id, 64 MiB, two passes, salt "somesalt".
        let kept = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        let passwords = Argon2Passwords()
        #expect(try await passwords.verify("password", against: kept))
        #expect(try await !passwords.verify("passwore", against: kept))
        #expect(passwords.isOutdated(kept))
    }

    @Test("no password opens the account that is not there, and damage opens nothing")
    func dummyIsNobodys() async throws {
        let passwords = Argon2Passwords()
        #expect(passwords.dummy.hasPrefix("$argon2id$"))
        #expect(try await !passwords.verify("", against: passwords.dummy))
        let long = String(repeating: "\u{0}", count: 1_024)
        #expect(try await !passwords.verify(long, against: passwords.dummy))
        #expect(try await !passwords.verify("x", against: "$argon2id$v=19$m=19456"))
    }

    @Test("beyond those that may wait, hashing says that it is overloaded")
    func isBounded() async throws {
        let passwords = Argon2Passwords(parallel: 1, mostWaiting: 0)
        await #expect(throws: SignInOverloaded.self) { try await passwords.hash("correct horse battery") }
    }

    @Test(
        "codes are those of RFC 4226",
        arguments: [
            (0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"), (5, "254676"), (6, "287922"),
            (7, "162583"), (8, "399871"), (9, "520489"),
        ] as [(UInt64, String)]
    )
    func hotp(counter: UInt64, code: String) {
        #expect(OneTimePassword.digits(secret: Array("12345678901234567890".utf8), counter: counter, count: 6) == code)
    }

    @Test(
        "codes in time are those of RFC 6238",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(UInt64, String)]
    )
    func totp(second: UInt64, code: String) {
        let secret = Array("12345678901234567890".utf8)
        #expect(OneTimePassword.digits(secret: secret, counter: second / 30, count: 8) == code)
    }

    @Test("what the server sealed for itself opens after the keys were turned, for the same use only")
    func serverSeals() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let sealed = try vault.seal([1, 2, 3], use: .secondFactor)
        let mark = vault.keyedHash([7], for: .ticket)
        _ = try vault.makeEpoch(now: january)
        _ = try vault.destroyEpochs(endedBefore: january.adding(days: 400))
        let again = try Vault.open(path: folder.path, now: january, mayCreate: false)
        #expect(try again.open(sealed, use: .secondFactor) == [1, 2, 3])
        #expect(again.keyedHash([7], for: .ticket) == mark)
        #expect(again.keyedHash([7], for: .code) != mark)
        #expect(failure { try again.open(sealed, use: .confirmation) } == .unreadable(.confirmation))
        var changed = sealed
        changed[changed.count - 1] ^= 1
        let damaged = changed
        #expect(failure { try again.open(damaged, use: .secondFactor) } == .unreadable(.secondFactor))
    }

    @Test("secrets have 256 random bits, codes their digits")
    func randoms() throws {
        let folder = try TemporaryFolder()
        let vault = try folder.vault()
        let tokens = Set((0..<100).map { _ in vault.newToken() })
        #expect(tokens.count == 100)
        #expect(tokens.allSatisfy { $0.utf8.count == 43 })
        #expect(vault.newBytes(20).count == 20)
        let codes = (0..<200).map { _ in vault.newDigits(6) }
        #expect(codes.allSatisfy { $0.utf8.count == 6 && $0.utf8.allSatisfy { (48...57).contains($0) } })
        #expect(Set(codes).count > 150)
    }
}
