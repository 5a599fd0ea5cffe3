internal import HTTPTypes
internal import Hummingbird

/// The cookies that Setia sets.
enum CookieName {
    /// Who is signed in.
    static let session = "setia-session"
    /// A device on which somebody signed in before.
    static let device = "setia-device"
    /// A member who looks at her card.
    static let member = "setia-member"
    /// What the reader chose.
    static let language = "setia-language"
    /// What the reader chose.
    static let theme = "setia-theme"
}

/// A cookie to be set.
struct NewCookie: Sendable {
    let name: String
    let value: String
    /// In seconds; none ends with the browser.
    var maxAge: Int?
    /// Whether scripts are kept from it.
    var isSecret = true

    /// A cookie that goes.
    static func gone(_ name: String) -> NewCookie {
        NewCookie(name: name, value: "", maxAge: 0)
    }

    /// As the header has it.
    func header(isSecure: Bool) -> String {
        var text = "\(name)=\(value); Path=/; SameSite=Lax"
        if let maxAge { text += "; Max-Age=\(maxAge)" }
        if isSecret { text += "; HttpOnly" }
        if isSecure { text += "; Secure" }
        return text
    }
}

/// The cookies in a header, the first of each name.
func cookies(in header: String?) -> [String: String] {
    var found: [String: String] = [:]
    for pair in (header ?? "").split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { continue }
        let name = parts[0].drop { $0 == " " }
        if found[String(name)] == nil { found[String(name)] = String(parts[1]) }
    }
    return found
}
