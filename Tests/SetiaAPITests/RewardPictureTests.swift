import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Pictures of rewards")
struct RewardPictureTests {
    private static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        rewards:
          mug: {kind: physical-good, name: A mug, price: {points: 300}, picture: "https://pictures.example.com/mug.jpg"}
          film: {kind: experience, name: A film, price: {points: 100}}
        """

    private func put(_ bytes: [UInt8], _ reward: String = "mug", type: String = "image/jpeg", by caller: Caller)
        async throws -> Answer
    {
        try await caller.send(.put, "/v1/rewards/\(reward)/picture", type: type, bytes: bytes)
    }

    /// Where the pictures of the catalogue and of a member's rewards are.
    private func shown(_ reward: String, to member: String, by caller: Caller) async throws -> [String?] {
        var found: [String?] = []
        for path in ["/v1/rewards", "/v1/members/\(member)/rewards"] {
            let items = try await caller.send(.get, path).json["items"]?.array
            found.append(items?.first { $0["reward"]?.string == reward }?["picture"]?.string)
        }
        return found
    }

    @Test(
        "W-22: a reward's picture is shown in place of the one that the programme names, clean, and kept by its address"
    )
    func shownInPlace() async throws {
        let caller = try await Caller(programme: Self.programme)
        let ana = try await caller.enrolAna()
        let named = "https://pictures.example.com/mug.jpg"
        #expect(try await shown("mug", to: ana, by: caller) == [named, named])
        let first = try await put(TestPictures.jpeg(), by: caller)
        #expect(first.status == 200 && first.json["width"] == 640 && first.json["height"] == 480)
        let address = try #require(first.json["picture"]?.string)
        #expect(try await shown("mug", to: ana, by: caller) == [address, address])
        let start = try #require(address.firstRange(of: "/v1/reward-pictures/"))
        let path = String(address[start.lowerBound...])
        let picture = try await caller.send(.get, path, showing: .nothing)
        #expect(picture.status == 200 && picture.headers[.contentType] == "image/jpeg")
        #expect(picture.bytes.starts(with: [0xFF, 0xD8]) && !picture.text.contains(TestPictures.secret))
        #expect(picture.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(picture.headers[.xContentTypeOptions] == "nosniff")
        let tag = try #require(picture.headers[.eTag])
        let same = try await caller.send(.get, path, headers: ["If-None-Match": tag], showing: .nothing)
        #expect(same.status == 304 && same.bytes.isEmpty)
        // The same again is the same, and another one has another address, where the first is no more.
        #expect(try await put(TestPictures.jpeg(), by: caller).json == first.json)
        for bytes in [TestPictures.png(), TestPictures.webp()] {
            let other = try await put(bytes, type: "application/octet-stream", by: caller)
            #expect(other.status == 200 && other.json["picture"] != first.json["picture"])
        }
        #expect(try await caller.send(.get, path, showing: .nothing).status == 404)
        #expect(try await caller.send(.delete, "/v1/rewards/mug/picture").status == 204)
        #expect(try await caller.send(.delete, "/v1/rewards/mug/picture").status == 404)
        #expect(try await shown("mug", to: ana, by: caller) == [named, named])
        let log = try await caller.brand.service.auditLog(AuditFilter(action: .rewardPictureChanged), limit: 10)
        #expect(log.compactMap { $0.details["change"] } == ["remove", "set", "set", "set"])
        #expect(log.allSatisfy { $0.subject == "mug" })
    }

    @Test("W-22: what is no picture, is too large or of no reward is refused with its reason")
    func refused() async throws {
        let caller = try await Caller(programme: Self.programme)
        let png = TestPictures.png()
        for (bytes, reason) in [
            (Array("GIF89a".utf8), "JPEG, PNG or WebP"), ([], "JPEG, PNG or WebP"),
            (Array(png.prefix(50)), "whole"), (TestPictures.webp(moves: true), "still"),
            (TestPictures.png(size: (20_000, 10)), "pixels"),
        ] as [([UInt8], String)] {
            let answer = try await put(bytes, by: caller)
            let error = answer.json["errors"]?.array?.first
            #expect(answer.status == 422 && error?["field"] == "picture", "\(reason)")
            #expect(error?["reason"]?.string?.contains(reason) == true, "\(answer.text)")
        }
        let large = png + [UInt8](repeating: 0, count: RewardPicture.mostBytes)
        #expect(try await put(large, by: caller).status == 413)
        #expect(try await put(png, "yacht", by: caller).status == 404)
        let reader = try await caller.brand.service.createAPIKey(name: "reader", scopes: [.programmeRead]).secret
        let lesser = try await caller.send(
            .put,
            "/v1/rewards/mug/picture",
            type: "image/png",
            showing: .header("Bearer \(reader)"),
            bytes: png
        )
        #expect(lesser.status == 403)
        #expect(try await caller.brand.service.rewardPictures().uploaded(for: "mug") == nil)
    }
}
