import Foundation
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Signing in by the shop's token")
struct ShopTokenTests {
    /// A shop that has a secret, and a member that it knows as C-1001.
    private struct Bench {
        let staff: StaffBench
        let signer: Signer
        let secret: String
        let member: MemberID

        init() async throws {
            staff = try await StaffBench()
            (signer, secret) = try await staff.service.addSigner(name: "Web shop")
            member = try await staff.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .customer, text: "C-1001")],
                    facts: MemberFacts(language: "ms")
                )
            ).member
        }

        var now: Int64 { staff.clock.now.milliseconds / 1_000 }

        /// What a good token says.
        func claims(_ number: String = "n-1") -> [String: JSON] {
            [
                "aud": .string("setia-portal"), "exp": .integer(now + 120), "iat": .integer(now),
                "jti": .string(number), "sub": .string("C-1001"),
            ]
        }

        func token(
            _ claims: [String: JSON],
            header: [String: JSON]? = nil,
            key: [UInt8]? = nil
        ) -> String {
            let header = header ?? ["alg": .string("HS256"), "kid": .string(signer.id.text), "typ": .string("JWT")]
            let content = part(header) + "." + part(claims)
            let mark = staff.sealing.messageAuthentication(of: Array(content.utf8), key: key ?? Array(secret.utf8))
            return content + "." + base64URL(mark)
        }

        private func part(_ members: [String: JSON]) -> String {
            base64URL(JSON.object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })).canonical)
        }

        func refusal(_ token: String) async -> TokenRefusal? {
            do {
                _ = try await staff.service.enterPortal(token)
                return nil
            } catch {
                return error as? TokenRefusal
            }
        }
    }

    @Test("S-12: a token signs in whom it names, by the shop's number or by her id")
    func signsIn() async throws {
        let bench = try await Bench()
        let session = try await bench.staff.service.enterPortal(bench.token(bench.claims()))
        let visit = try await bench.staff.service.visitMemberSession(session)
        #expect(visit?.member == bench.member && visit?.language == "ms" && visit?.isRenewed == false)
        var byID = bench.claims("n-2")
        byID["sub"] = nil
        byID["member"] = .string(bench.member.text)
        byID["aud"] = .array([.string("another"), .string("setia-portal")])
        let other = try await bench.staff.service.enterPortal(bench.token(byID))
        #expect(try await bench.staff.service.memberSession(other) == bench.member)
    }

    @Test("S-12: a token that is not as it must be signs nobody in")
    func attacks() async throws {
        let bench = try await Bench()
        let kid = JSON.string(bench.signer.id.text)
        func changed(_ name: String, _ value: JSON?) -> String {
            var claims = bench.claims()
            claims[name] = value
            return bench.token(claims)
        }
        // No signature at all, and one that only looks like ours.
        let none = bench.token(bench.claims(), header: ["alg": .string("none"), "kid": kid])
        #expect(await bench.refusal(none) == .wrongAlgorithm)
        let cut = String(none.prefix { $0 != "." }) + "." + none.split(separator: ".")[1] + "."
        #expect(await bench.refusal(cut) == .wrongAlgorithm)
        let unsigned = bench.token(bench.claims()).split(separator: ".").prefix(2).joined(separator: ".") + "."
        #expect(await bench.refusal(unsigned) == .wrongSignature)
        let other = bench.token(bench.claims(), header: ["alg": .string("EdDSA"), "kid": kid])
        #expect(await bench.refusal(other) == .wrongAlgorithm)
        let lower = bench.token(bench.claims(), header: ["alg": .string("hs256"), "kid": kid])
        #expect(await bench.refusal(lower) == .wrongAlgorithm)
        let critical = bench.token(
            bench.claims(),
            header: ["alg": .string("HS256"), "crit": .array([.string("b64")]), "kid": kid]
        )
        #expect(await bench.refusal(critical) == .wrongAlgorithm)
        #expect(await bench.refusal(bench.token(bench.claims(), key: Array("guessed".utf8))) == .wrongSignature)
        #expect(await bench.refusal(bench.token(bench.claims(), key: [])) == .wrongSignature)
        let stranger = ["alg": JSON.string("HS256"), "kid": .string("01kb4ezy00e9gt8f9e1s2w3x4y")]
        #expect(await bench.refusal(bench.token(bench.claims(), header: stranger)) == .unknownSigner)
        #expect(await bench.refusal(bench.token(bench.claims(), header: ["alg": .string("HS256")])) == .unknownSigner)
        // A claim changed after signing.
        let parts = bench.token(bench.claims()).split(separator: ".").map(String.init)
        let forged = bench.token(["sub": .string("C-2")]).split(separator: ".").map(String.init)
        #expect(await bench.refusal("\(parts[0]).\(forged[1]).\(parts[2])") == .wrongSignature)
        // Claims that are not as they must be.
        #expect(await bench.refusal(changed("aud", .string("another"))) == .otherAudience)
        #expect(await bench.refusal(changed("aud", .array([.string("setia-portal-2")]))) == .otherAudience)
        #expect(await bench.refusal(changed("exp", .integer(bench.now))) == .expired)
        #expect(await bench.refusal(changed("exp", .integer(bench.now + 601))) == .tooLong)
        #expect(await bench.refusal(changed("iat", .integer(bench.now + 61))) == .notYet)
        #expect(await bench.refusal(changed("nbf", .integer(bench.now + 61))) == .notYet)
        #expect(await bench.refusal(changed("exp", .string("\(bench.now + 60)"))) == .missingClaim)
        #expect(await bench.refusal(changed("exp", .integer(.max))) == .missingClaim)
        for claim in ["aud", "exp", "iat", "jti", "sub"] {
            #expect(await bench.refusal(changed(claim, nil)) == .missingClaim, "\(claim)")
        }
        #expect(await bench.refusal(changed("jti", .string(""))) == .missingClaim)
        #expect(await bench.refusal(changed("sub", .string("C-2"))) == .unknownMember)
        #expect(await bench.refusal(changed("member", .string("nobody"))) == .unknownMember)
        // What is no token.
        for text in ["", "a", "a.b", "a.b.c", "....", "é.é.é", String(repeating: "a", count: 5_000)] {
            #expect(await bench.refusal(text) == .malformed, "\(text.prefix(10))")
        }
        // None of all that has used the number up.
        #expect(await bench.refusal(bench.token(bench.claims())) == nil)
    }

    @Test("S-12: a token is used once, also by two at once")
    func once() async throws {
        let bench = try await Bench()
        let token = bench.token(bench.claims())
        let refusals = await withTaskGroup(of: TokenRefusal?.self) { group in
            for _ in 0..<8 { group.addTask { await bench.refusal(token) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.filter { $0 == nil }.count == 1)
        #expect(refusals.filter { $0 == .used }.count == 7)
        // The same number of another signer is another token.
        let (signer, secret) = try await bench.staff.service.addSigner(name: "App")
        let header: [String: JSON] = ["alg": .string("HS256"), "kid": .string(signer.id.text)]
        #expect(await bench.refusal(bench.token(bench.claims(), header: header, key: Array(secret.utf8))) == nil)
    }

    @Test("S-12: an ended signer signs nobody in")
    func ended() async throws {
        let bench = try await Bench()
        #expect(try await bench.staff.service.endSigner(bench.signer.id))
        #expect(await bench.refusal(bench.token(bench.claims())) == .unknownSigner)
        #expect(try await bench.staff.service.endSigner(bench.staff.service.surroundings.newIdentifier()) == false)
    }

    @Test("S-12: a public key checks and does not sign")
    func publicKey() async throws {
        let bench = try await Bench()
        let key: [UInt8] = (1...32).map { UInt8($0) }
        let pem =
            "-----BEGIN PUBLIC KEY-----\n"
            + Data([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00] + key).base64EncodedString()
            + "\n-----END PUBLIC KEY-----\n"
        let signer = try await bench.staff.service.addSigner(name: "App", publicKey: pem)
        let header: [String: JSON] = ["alg": .string("EdDSA"), "kid": .string(signer.id.text)]
        // The test's keys sign for themselves.
        #expect(await bench.refusal(bench.token(bench.claims("a"), header: header, key: key)) == nil)
        #expect(await bench.refusal(bench.token(bench.claims("b"), header: header)) == .wrongSignature)
        // Who has the public key only must not pass it off as a shared secret.
        let confused: [String: JSON] = ["alg": .string("HS256"), "kid": .string(signer.id.text)]
        #expect(await bench.refusal(bench.token(bench.claims("c"), header: confused, key: key)) == .wrongAlgorithm)
        for text in [
            "", "abc", pem.replacing("MCow", with: "MCox"),
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        ] {
            await #expect(throws: SignerRefusal.publicKey) {
                try await bench.staff.service.addSigner(name: "App", publicKey: text)
            }
        }
    }
}

/// Base 64 in the alphabet for addresses, without padding.
func base64URL(_ bytes: [UInt8]) -> String {
    String(Data(bytes).base64EncodedString().map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }.filter { $0 != "=" })
}
