internal import JSONText
internal import SetiaCore
internal import SetiaService

/// How Meta shows that a request is its own, for WhatsApp, Messenger and Instagram alike.
enum MetaVerifier {
    /// The body of a request that Meta signed; none where it asks whether somebody listens, with what it is answered.
    ///
    /// The signature is over the bytes as they came: Meta escapes other characters than whoever writes them again.
    static func read(_ request: ChannelRequest, _ channel: OpenChannel) throws(ChannelRefusal) -> (JSON?, String) {
        if request.isAsking {
            guard request.parameter("hub.mode") == "subscribe",
                channel.isShown("verify", by: request.parameter("hub.verify_token")),
                let challenge = request.parameter("hub.challenge"), (1...200).contains(challenge.utf8.count),
                challenge.utf8.allSatisfy({ (33...126).contains($0) && $0 != 60 && $0 != 62 })
            else { throw .notSigned }
            return (nil, challenge)
        }
        let header = request.header("x-hub-signature-256") ?? ""
        let mark = header.hasPrefix("sha256=") ? hexadecimalBytes(header.dropFirst(7)) : nil
        guard channel.isAuthentic(request.body, key: Array(channel.secret("secret").utf8), mark: mark) else {
            throw .notSigned
        }
        return (try parsed(request.body), "")
    }

    /// What all of Meta's channels have to be told.
    static let fields = [
        ChannelField("token", .secret), ChannelField("secret", .secret),
        ChannelField("verify", .made, isNeeded: false), ChannelField("api", .address, isNeeded: false),
        ChannelField("version", .text, isNeeded: false),
    ]

    /// Where its API is: of a version, which Meta takes away after two years.
    static func api(_ channel: OpenChannel) -> String {
        let api = channel.setting("api").isEmpty ? "https://graph.facebook.com" : channel.setting("api")
        return "\(api)/\(channel.setting("version").isEmpty ? "v23.0" : channel.setting("version"))"
    }

    /// What goes above each body.
    static func headers(_ channel: OpenChannel) -> [(String, String)] {
        [("content-type", "application/json"), ("authorization", "Bearer \(channel.secret("token"))")]
    }

    /// For so many minutes after she wrote free words may go: 24 hours.
    static let windowMinutes = 1_440

    /// What an answer of the Graph API that took nothing says.
    static func refusal(_ status: Int, _ json: JSON) -> ChannelOutcome {
        guard let code = json["error"]?["code"]?.number else { return refused(status) }
        return switch code {
        case 1, 2, 4, 17, 32, 613, 80_007, 130_429, 131_000, 131_016, 131_048, 131_056:
            .refused(isTemporary: true, reason: "busy")
        case 190: .refused(isTemporary: false, reason: "token-refused")
        default: .refused(isTemporary: false, reason: Key(reason(code)))
        }
    }

    /// What a code of Meta's means, in a word.
    static func reason(_ code: Int64) -> String {
        switch code {
        case 10, 131_047, 2_018_278: "window-closed"
        case 131_026, 551: "undeliverable"
        case 131_049: "capped-by-platform"
        case 131_050: "unwanted"
        case 132_000...132_099: "template-refused"
        case 131_031, 368: "account-blocked"
        case 130_472: "experiment"
        case 131_062: "number-needed"
        default: "code-\(code)"
        }
    }
}
