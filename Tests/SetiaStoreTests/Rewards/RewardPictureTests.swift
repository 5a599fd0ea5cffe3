import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Pictures of rewards, on each store")
struct RewardPictureTests {
    private static func picture(_ reward: Key, _ address: Key, width: Int = 640) -> RewardPicture {
        RewardPicture(
            reward: reward,
            address: address,
            kind: .webp,
            width: width,
            height: 480,
            addedAt: Fixture.newYear
        )
    }

    @Test("W-22: a picture is kept, replaced and taken away, in whichever store", arguments: Backend.allCases)
    func isKept(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.writing { ledger in
                try ledger.save(Self.picture("mug", "a"), bytes: [1, 2, 3])
                try ledger.save(Self.picture("film", "b"), bytes: [4])
                try ledger.save(Self.picture("mug", "c", width: 64), bytes: [5, 0, 6])
            }
            let (all, old, new) = try await store.reading { archive in
                (
                    try archive.rewardPictures(), try archive.rewardPicture(at: "a")?.bytes,
                    try archive.rewardPicture(at: "c")
                )
            }
            #expect(all == [Self.picture("film", "b"), Self.picture("mug", "c", width: 64)])
            #expect(old == nil && new?.bytes == [5, 0, 6] && new?.kind == .webp)
            #expect(try await store.writing { try $0.removeRewardPicture(of: "mug") })
            #expect(try await store.writing { try $0.removeRewardPicture(of: "mug") } == false)
            #expect(try await store.reading { try $0.rewardPictures().map(\.reward) } == ["film"])
        }
    }
}
