/// The token in an address such as `reply+TOKEN@mail.example.com`, or in a sender of ours such as `bounce+TOKEN@…`.
///
/// - Parameters:
///   - address: To whom a mail went.
///   - mailbox: What stands before the plus sign; capitals make no difference.
///   - domain: What stands behind the at sign, likewise; nil for any.
/// - Returns: What stands between them, capitals as they came, which servers may have changed; nil for another address.
package func token(in address: MailAddress, mailbox: String, domain: String? = nil) -> String? {
    if let domain, address.domain != domain.loweredASCII { return nil }
    let prefix = mailbox.loweredASCII + "+"
    guard address.local.loweredASCII.utf8.starts(with: prefix.utf8) else { return nil }
    let token = address.local.utf8.dropFirst(prefix.utf8.count)
    return token.isEmpty ? nil : String(Substring(token))
}

extension ReceivedMail {
    /// The tokens of this mailbox in the addresses to which the mail was delivered or written.
    ///
    /// - Parameters:
    ///   - mailbox: What stands before the plus sign.
    ///   - domain: Where our addresses are; nil for any.
    /// - Returns: Those of headers that servers write first (`Delivered-To`, `X-Original-To`, `Envelope-To`), then those
    ///   of `To` and `Cc`; each once.
    package func tokens(mailbox: String, domain: String? = nil) -> [String] {
        var found: [String] = []
        for header in ["Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"] {
            for address in addresses(header) {
                guard let token = token(in: address, mailbox: mailbox, domain: domain) else { continue }
                if !found.contains(token) { found.append(token) }
            }
        }
        return found
    }
}
