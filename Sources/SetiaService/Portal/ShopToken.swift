internal import JSONText
internal import SetiaCore

/// Why a token signs nobody in (rule S-12).
///
/// The visitor is told that it does not work, and no more; whoever runs the server reads why in its log.
package enum TokenRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// It is no token: not three parts in base 64, no JSON, or longer than 4,096 bytes.
    case malformed
    /// Its `kid` names no signer, or one that was ended.
    case unknownSigner = "unknown-signer"
    /// Its `alg` is not the signer's, or it asks for what is not known here (`crit`).
    case wrongAlgorithm = "wrong-algorithm"
    /// The signature is not the signer's, or something was changed.
    case wrongSignature = "wrong-signature"
    /// `exp`, `iat`, `aud`, `jti` or whom it names is missing, or is of another kind.
    case missingClaim = "missing-claim"
    /// It was made for somebody else.
    case otherAudience = "other-audience"
    /// Its time is over.
    case expired
    /// Its time has not come: the clocks differ by more than a minute.
    case notYet = "not-yet"
    /// It is good for longer than ten minutes.
    case tooLong = "too-long"
    /// It was used before.
    case used
    /// Nobody has this number here.
    case unknownMember = "unknown-member"
}

/// A JSON Web Token (RFC 7519) in its compact form, taken apart and not believed yet.
struct ShopToken {
    /// Which signer it says it is of.
    let signer: Identifier
    private let algorithm: String
    private let claims: JSONObject
    /// What was signed.
    private let content: [UInt8]
    private let signature: [UInt8]

    /// For how long a token may be good, in seconds.
    static let longest: Int64 = 600
    /// By how many seconds clocks may differ.
    static let skew: Int64 = 60
    /// The most bytes of a token.
    static let mostBytes = 4_096

    init(_ text: String) throws(TokenRefusal) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.count <= ShopToken.mostBytes, parts.count == 3, let header = ShopToken.object(parts[0]),
            let claims = ShopToken.object(parts[1]), let signature = base64URLBytes(parts[2])
        else { throw .malformed }
        guard let algorithm = header["alg"]?.string else { throw .malformed }
        guard header["crit"] == nil else { throw .wrongAlgorithm }
        guard let kid = header["kid"]?.string, let signer = Identifier(text: kid) else { throw .unknownSigner }
        self.signer = signer
        self.algorithm = algorithm
        self.claims = claims
        self.signature = signature
        content = Array("\(parts[0]).\(parts[1])".utf8)
    }

    private static func object(_ part: String) -> JSONObject? {
        guard let bytes = base64URLBytes(part), let json = try? JSON.parse(bytes) else { return nil }
        return json.object
    }

    /// Whether it is the signer's own, unchanged, signed in the signer's way and no other.
    func check(_ signer: Signer, key: [UInt8], _ sealing: any Sealing) throws(TokenRefusal) {
        guard algorithm == signer.algorithm.rawValue else { throw .wrongAlgorithm }
        let isRight =
            switch signer.algorithm {
            case .hs256: isSame(sealing.messageAuthentication(of: content, key: key), signature)
            case .eddsa: sealing.isSigned(content, by: key, signature: signature)
            }
        guard isRight else { throw .wrongSignature }
    }

    /// What it says, where that can be taken at `now`.
    func read(_ signer: Signer, at now: Instant) throws(TokenRefusal) -> Visitor {
        guard let expires = seconds("exp"), let issued = seconds("iat"), let number = claims["jti"]?.string,
            (1...128).contains(number.utf8.count), let audience = claims["aud"]
        else { throw .missingClaim }
        switch audience {
        case .string(let one): guard one == signer.audience else { throw .otherAudience }
        case .array(let many): guard many.contains(.string(signer.audience)) else { throw .otherAudience }
        default: throw .missingClaim
        }
        let second = now.milliseconds / 1_000
        guard second < expires else { throw .expired }
        let (latest, isBeyond) = second.addingReportingOverflow(ShopToken.skew)
        guard !isBeyond, issued <= latest else { throw .notYet }
        if claims["nbf"] != nil {
            guard let start = seconds("nbf") else { throw .missingClaim }
            guard start <= latest else { throw .notYet }
        }
        guard expires - issued <= ShopToken.longest else { throw .tooLong }
        return Visitor(
            number: number,
            until: Instant(milliseconds: (expires + 1) * 1_000),
            who: try who()
        )
    }

    /// Seconds since 1970, of this century; fractions are cut off as some libraries write them.
    private func seconds(_ name: String) -> Int64? {
        guard case .integer(let seconds)? = claims[name], (0...99_999_999_999).contains(seconds) else { return nil }
        return seconds
    }

    private func who() throws(TokenRefusal) -> Visitor.Who {
        if let member = claims["member"] {
            guard let text = member.string, let id = MemberID(text: text) else { throw .unknownMember }
            return .member(id)
        }
        guard let customer = claims["sub"]?.string else { throw .missingClaim }
        guard let identity = try? Identity(kind: .customer, text: customer) else { throw .unknownMember }
        return .customer(identity)
    }

    /// Whom a token signs in.
    struct Visitor {
        /// Its own number: what makes it once.
        let number: String
        /// When it is too old anyway.
        let until: Instant
        let who: Who

        enum Who {
            /// By the member's id.
            case member(MemberID)
            /// By the number that the shop gives its customers.
            case customer(Identity)
        }
    }
}

/// What base 64 in the alphabet for addresses, without padding, says (RFC 4648, section 5); none for anything else, so
/// that each value has one text.
func base64URLBytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 3 / 4)
    var (held, bits): (UInt32, UInt32) = (0, 0)
    for letter in text.utf8 {
        let value: UInt8
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = letter - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = letter - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = letter - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): value = 62
        case UInt8(ascii: "_"): value = 63
        default: return nil
        }
        held = (held << 6 | UInt32(value)) & 0xFFFF
        bits += 6
        if bits >= 8 {
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: held >> bits))
        }
    }
    return held & (1 << bits - 1) == 0 ? bytes : nil
}
