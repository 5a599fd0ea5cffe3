internal import SetiaCore
internal import Synchronization

extension SetiaService {
    /// How long an API key that was read is believed, in milliseconds: so long a revoked one may still work.
    static let apiKeyBelievedFor: Int64 = 2_000

    /// Makes an API key.
    ///
    /// - Returns: the key, and its secret, which nobody can read again.
    package func createAPIKey(
        name: String,
        scopes: Set<APIScope>,
        rate: Int64? = nil
    ) async throws -> (key: APIKey, secret: String) {
        let (secret, hash) = sealing.newAPISecret()
        let key = APIKey(
            id: surroundings.newIdentifier().text,
            name: name,
            scopes: scopes,
            rate: rate,
            createdAt: surroundings.now()
        )
        try await store.writing { try $0.add(key, hash: hash) }
        return (key, secret)
    }

    /// All API keys, oldest first; revoked ones too.
    package func apiKeys() async throws -> [APIKey] {
        try await store.reading { try $0.apiKeys() }
    }

    /// Ends an API key: within two seconds no server takes it any more.
    ///
    /// - Returns: whether there was such a one.
    package func revokeAPIKey(_ id: String) async throws -> Bool {
        let now = surroundings.now()
        return try await store.writing { try $0.revokeAPIKey(id, at: now) }
    }

    /// The key that has this secret; none where there is none, or it was revoked.
    ///
    /// Only the secret's hash is compared, so the time it takes tells nothing about other keys.
    package func apiKey(secret: String) async throws -> APIKey? {
        let hash = sealing.hash(ofAPISecret: secret)
        let now = surroundings.now()
        if let known = apiKeyCache.withLock({ $0[hash] }),
            now.milliseconds - known.readAt.milliseconds < SetiaService.apiKeyBelievedFor, now >= known.readAt
        {
            return known.key
        }
        let read = try await store.reading { try $0.apiKey(hash: hash) }
        let valid = read.flatMap { $0.revokedAt == nil ? $0 : nil }
        apiKeyCache.withLock { cache in
            // What nobody has is not remembered, so guessing fills no memory.
            cache[hash] = valid.map { CachedAPIKey(key: $0, readAt: now) }
        }
        return valid
    }
}

/// An API key as it was read, and when.
struct CachedAPIKey: Sendable {
    let key: APIKey
    let readAt: Instant
}
