/// The rules for the address of a webhook that can be told from its text.
///
/// Where its name leads, only who connects can tell: see `PublicAddress`.
package enum WebhookAddress {
    /// The most bytes of an address.
    package static let most = 2_000

    /// Why events cannot be posted there, in words that follow "url"; none where they can.
    ///
    /// - Parameters:
    ///   - text: The address.
    ///   - allowsPrivate: Whether plain HTTP and this machine will do, as in development and tests.
    /// - Returns: the first reason, or none.
    package static func problem(_ text: String, allowsPrivate: Bool) -> String? {
        guard text.utf8.count <= most else { return "must have at most \(most) bytes" }
        guard text.utf8.allSatisfy({ (33...126).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) }) else {
            return "must be an address in plain ASCII, without spaces"
        }
        let scheme: String
        if text.hasPrefix("https://") {
            scheme = "https://"
        } else if text.hasPrefix("http://"), allowsPrivate {
            scheme = "http://"
        } else {
            return "must begin with https://"
        }
        let rest = text.dropFirst(scheme.count)
        guard !rest.contains("#") else { return "must not have a fragment (#…)" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { return "must not hold a user or a password" }
        let (host, port) = parts(of: authority)
        guard !host.isEmpty, host != "[]" else { return "must name a host" }
        if let port {
            guard let number = Int(port), (1...65_535).contains(number) else {
                return "must have a port from 1 to 65535, or none"
            }
        }
        guard !allowsPrivate else { return nil }
        let name = host.hasSuffix(".") ? host.dropLast() : host
        if name == "localhost" || name.hasSuffix(".localhost") { return "must not lead to this machine" }
        if let address = fourNumbers(name), let reason = PublicAddress.problem(v4: address) {
            return "must not be \(reason)"
        }
        return nil
    }

    /// Host and port of `host:port`, an IPv6 address in brackets among them.
    private static func parts(of authority: Substring) -> (host: Substring, port: Substring?) {
        let end =
            authority.first == "["
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) } ?? authority.endIndex
            : authority.firstIndex(of: ":") ?? authority.endIndex
        let rest = authority[end...]
        if rest.isEmpty { return (authority[..<end], nil) }
        return (authority[..<end], rest.first == ":" ? rest.dropFirst() : "")
    }

    /// The bytes of an address such as 192.0.2.1; other ways to write one are told when it is connected to.
    private static func fourNumbers(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }
}
