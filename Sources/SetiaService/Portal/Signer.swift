package import SetiaCore

/// Whoever may say who a visitor of the portal is: the brand's shop, its app (rule S-12).
package struct Signer: Sendable, Hashable {
    /// Its own id: the `kid` of its tokens.
    package let id: Identifier
    /// What people call it.
    package let name: String
    /// How it signs; a token that names another way is not taken.
    package let algorithm: Algorithm
    /// What its tokens say under `aud`.
    package let audience: String
    /// When it was added.
    package let createdAt: Instant
    /// When it was ended; none while it may sign.
    package let endedAt: Instant?

    /// A way of signing, by its name in RFC 7518 and RFC 8037.
    package enum Algorithm: String, Sendable, Hashable, CaseIterable {
        /// A secret that both know: HMAC with SHA-256.
        case hs256 = "HS256"
        /// A key of which Setia has the public half only: Ed25519.
        case eddsa = "EdDSA"
    }

    /// What tokens say under `aud` where nothing else was chosen.
    package static let usualAudience = "setia-portal"

    /// A signer.
    package init(
        id: Identifier,
        name: String,
        algorithm: Algorithm,
        audience: String,
        createdAt: Instant,
        endedAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.algorithm = algorithm
        self.audience = audience
        self.createdAt = createdAt
        self.endedAt = endedAt
    }
}

/// A signer as it is kept.
package struct SignerRecord: Sendable, Hashable {
    /// Who.
    package let signer: Signer
    /// The secret, or the public key; sealed with the server's own keys.
    package let sealed: [UInt8]

    /// A signer with its key.
    package init(signer: Signer, sealed: [UInt8]) {
        self.signer = signer
        self.sealed = sealed
    }
}

/// Why a signer is not added.
package enum SignerRefusal: Error, Sendable, Hashable {
    /// A name has 1 to 100 characters.
    case name
    /// An audience has 1 to 200 characters.
    case audience
    /// An Ed25519 public key: 32 bytes, as PEM or in base 64.
    case publicKey
}

extension SetiaService {
    /// Adds a signer with which it shares a secret.
    ///
    /// - Returns: the signer, and the secret, which nobody can read again: its bytes are the key.
    /// - Throws: `SignerRefusal`, or the world's trouble.
    package func addSigner(
        name: String,
        audience: String = Signer.usualAudience
    ) async throws -> (signer: Signer, secret: String) {
        let secret = sealing.newToken()
        return (try await add(name: name, .hs256, audience, Array(secret.utf8)), secret)
    }

    /// Adds a signer that keeps its key to itself.
    ///
    /// - Parameters:
    ///   - name: What people call it.
    ///   - publicKey: Its Ed25519 public key: PEM (`BEGIN PUBLIC KEY`), or its 32 bytes in base 64.
    ///   - audience: What its tokens say under `aud`.
    /// - Returns: the signer.
    /// - Throws: `SignerRefusal`, or the world's trouble.
    package func addSigner(
        name: String,
        publicKey: String,
        audience: String = Signer.usualAudience
    ) async throws -> Signer {
        guard let key = ed25519Key(publicKey) else { throw SignerRefusal.publicKey }
        return try await add(name: name, .eddsa, audience, key)
    }

    private func add(
        name: String,
        _ algorithm: Signer.Algorithm,
        _ audience: String,
        _ key: [UInt8]
    ) async throws -> Signer {
        guard (1...100).contains(name.count) else { throw SignerRefusal.name }
        guard (1...200).contains(audience.count) else { throw SignerRefusal.audience }
        let signer = Signer(
            id: surroundings.newIdentifier(),
            name: name,
            algorithm: algorithm,
            audience: audience,
            createdAt: surroundings.now()
        )
        let record = SignerRecord(signer: signer, sealed: try sealing.seal(key, use: .signer))
        try await store.writing { try $0.add(record) }
        return signer
    }

    /// All signers, oldest first; ended ones too.
    package func signers() async throws -> [Signer] {
        try await store.reading { try $0.signers().map(\.signer) }
    }

    /// Ends a signer: none of its tokens is taken from then on.
    ///
    /// Members whom it signed in stay so.
    ///
    /// - Returns: whether there is such a one.
    package func endSigner(_ id: Identifier) async throws -> Bool {
        let now = surroundings.now()
        return try await store.writing { try $0.endSigner(id, at: now) }
    }
}

/// The 32 bytes of an Ed25519 public key as PEM (RFC 8410) or in base 64; none where it is no such key.
private func ed25519Key(_ text: String) -> [UInt8]? {
    let isPEM = text.contains("-----BEGIN PUBLIC KEY-----")
    let body =
        isPEM
        ? text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
        : text.filter { !$0.isWhitespace }
    // One alphabet for both forms, and no padding.
    let plain = String(body.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }.filter { $0 != "=" })
    guard let bytes = base64URLBytes(plain) else { return nil }
    // SubjectPublicKeyInfo of Ed25519 is this and the key.
    let head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    if isPEM { return bytes.count == 44 && bytes.starts(with: head) ? Array(bytes.dropFirst(12)) : nil }
    return bytes.count == 32 ? bytes : nil
}
