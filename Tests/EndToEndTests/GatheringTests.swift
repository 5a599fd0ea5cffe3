import Foundation
import JSONText
import Synchronization
import Testing

@Suite("Events for members of the real server")
struct GatheringTests {
    private func enrol(_ number: Int, at server: RunningServer) async throws -> String {
        let enrolment = "{\"identities\":[{\"kind\":\"card\",\"value\":\"KS-\(number)\"}]}"
        return try #require(try await server.post("/v1/members", enrolment).json["id"]?.string)
    }

    @Test(
        "X-1: two hundred at once for ten places, with kill -9 in between: ten confirmed, 190 waiting, nobody twice",
        arguments: Place.asked
    )
    func lastPlaces(place: Place) async throws {
        let scene = try place.scene()
        try await scene.publish()
        let key = try await scene.key()
        let first = try RunningServer(scene, key: key)
        let (begin, end) = (Date(timeIntervalSinceNow: 90_000), Date(timeIntervalSinceNow: 97_200))
        let path = "/v1/gatherings/tasting"
        let event = """
            {"title":{"en":"Tasting"},"place":"Bangsar","capacity":10,"startsAt":"\(begin.ISO8601Format())",\
            "endsAt":"\(end.ISO8601Format())"}
            """
        #expect(try await first.put(path, event).status == 201)
        var members: [String] = []
        for number in 0..<200 { members.append(try await enrol(number, at: first)) }
        // All ask and confirm what is held, until the server is gone.
        let count = Mutex(0)
        await attend(members, path, [first]) { server in
            if count.withLock({
                $0 += 1; return $0
            }) == 60 {
                server.kill()
            }
        }
        first.kill()
        // Those who were not answered ask again; so do all the others.
        let servers = try place.servers(scene, key: key)
        await attend(members, path, servers) { _ in }
        await attend(members, path, servers) { _ in }
        let found = try await servers[0].get(path).json
        let counts = ["confirmed", "waiting", "held", "offered"].map { found["places"]?[$0]?.int64 }
        #expect(counts == [10, 190, 0, 0], "\(found.pretty)")
        let file = String(decoding: try await servers[0].get("\(path)/places.csv").body, as: UTF8.self)
        let rows = file.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.count == 200 && Set(rows.map { $0[3] }).count == 200 && Set(rows.map { $0[0] }).count == 200)
        for server in servers { #expect(server.stop() == 0) }
        let verification = try await scene.setia("verify")
        #expect(verification.status == 0, "\(verification.output)\(verification.errors)")
    }

    /// Each asks for a place, and confirms what is held for her; who is not answered leaves it.
    private func attend(
        _ members: [String],
        _ path: String,
        _ servers: [RunningServer],
        _ answered: @escaping @Sendable (RunningServer) -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for (number, member) in members.enumerated() {
                let server = servers[number % servers.count]
                group.addTask {
                    guard let asked = try? await server.postUntilKnown("\(path)/places", "{\"member\":\"\(member)\"}")
                    else {
                        return
                    }
                    answered(server)
                    guard asked.status < 300, (try? asked.json["state"]?.string) == "held" else { return }
                    _ = try? await server.postUntilKnown("\(path)/places/\(member)/confirm", "{}")
                }
            }
        }
    }
}
