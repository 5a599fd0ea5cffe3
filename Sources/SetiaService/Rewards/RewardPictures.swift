package import SetiaCore

/// Where pictures of rewards are, those that staff uploaded before those that the programme names (rule W-22).
package struct RewardPictures: Sendable, Hashable {
    private let uploaded: [Key: RewardPicture]
    /// The address of the brand's pages; empty where it is not known.
    private let host: String

    /// What was uploaded, beside an address of the brand's pages.
    package init(_ pictures: [RewardPicture], host: String) {
        uploaded = Dictionary(pictures.map { ($0.reward, $0) }, uniquingKeysWith: { first, _ in first })
        self.host = host
    }

    /// What was uploaded for a reward; none where nothing was.
    package func uploaded(for reward: Key) -> RewardPicture? { uploaded[reward] }

    /// Where a reward's picture is on the server itself; none where nothing was uploaded.
    package func path(of reward: Key) -> String? { uploaded[reward]?.path }

    /// Where everybody finds what was uploaded for a reward; none where nothing was.
    package func uploadedAddress(of reward: Key) -> String? { path(of: reward).map { host + $0 } }

    /// Where a reward's picture is for everybody; none where it has none.
    package func address(of reward: Reward) -> String? {
        uploadedAddress(of: reward.key) ?? reward.picture?.text
    }
}

extension RewardPicture {
    /// Where it is on the server itself.
    package var path: String { "/v1/reward-pictures/\(address)" }
}

/// Why a picture of a reward is not taken.
package enum RewardPictureRefusal: Error, Sendable, Hashable {
    /// The programme that holds now has no such reward.
    case unknownReward
    /// It is no picture that everybody may be shown.
    case wrong(PictureTrouble)
}

extension SetiaService {
    /// Puts a picture in the place of the one that a reward had: cleaned of all that is not the picture, and noted.
    ///
    /// The same picture again changes nothing.
    ///
    /// - Parameters:
    ///   - bytes: The file, at most `RewardPicture.mostBytes`; what it is, its bytes say.
    ///   - key: Which reward.
    ///   - actor: Who.
    /// - Returns: the picture as it is kept.
    /// - Throws: `RewardPictureRefusal`, or the world's trouble.
    package func putRewardPicture(_ bytes: [UInt8], of key: Key, by actor: AuditActor) async throws -> RewardPicture {
        let now = surroundings.now()
        let clean: Picture
        do {
            clean = try Picture(cleaning: bytes, atMost: RewardPicture.mostBytes)
        } catch {
            throw RewardPictureRefusal.wrong(error)
        }
        let picture = RewardPicture(
            reward: key,
            address: Key(hexadecimal(sealing.contentHash(clean.bytes))),
            kind: clean.kind,
            width: clean.width,
            height: clean.height,
            addedAt: now
        )
        return try await store.writing { ledger in
            let version = try self.configuration(ledger).published().version(at: now)
            guard version.programme.reward(key) != nil else { throw RewardPictureRefusal.unknownReward }
            if let known = try ledger.rewardPictures().first(where: { $0.reward == key }),
                known.address == picture.address
            {
                return known
            }
            try ledger.save(picture, bytes: clean.bytes)
            try ledger.add(
                self.entry(.rewardPictureChanged, by: actor, at: now, subject: key.text, details: ["change": "set"])
            )
            return picture
        }
    }

    /// Takes a reward's picture away, noted; the one that the programme names is shown again.
    ///
    /// - Returns: whether there was one.
    package func removeRewardPicture(of key: Key, by actor: AuditActor) async throws -> Bool {
        let now = surroundings.now()
        return try await store.writing { ledger in
            guard try ledger.removeRewardPicture(of: key) else { return false }
            try ledger.add(
                self.entry(.rewardPictureChanged, by: actor, at: now, subject: key.text, details: ["change": "remove"])
            )
            return true
        }
    }

    /// Where pictures of rewards are.
    package func rewardPictures() async throws -> RewardPictures {
        RewardPictures(try await store.reading { try $0.rewardPictures() }, host: staffPorts.address)
    }

    /// The picture at an address, for everybody; none where there is none.
    package func rewardPicture(at address: Key) async throws -> (kind: Picture.Kind, bytes: [UInt8])? {
        try await store.reading { try $0.rewardPicture(at: address) }
    }
}
