internal import SetiaCore
internal import SetiaService

/// One request of a browser, ready to be answered: who asks, in which language, and what for.
struct Visit: Sendable {
    /// The path, without what stands behind a question mark.
    let path: String
    /// The variables of the route.
    let parameters: [String: String]
    /// What stands behind the question mark.
    var query: Form
    /// What was posted; empty for GET.
    let form: Form
    /// The browser's cookies.
    let cookies: [String: String]
    /// Where the request comes from: the address that the connection has.
    let client: String
    /// When it came.
    let now: Instant
    /// What to answer in.
    var language: Language
    /// What the reader chose, else `auto`.
    let theme: Theme
    /// What people call the brand.
    var brandName = "Setia"
    /// Whose session it is; none where nobody is signed in.
    var session: StaffSession?
    /// The token of that session.
    var sessionToken: String?
    /// The member who looks at what is hers; only on pages for members.
    var member: SignedInMember?

    /// The words to answer with.
    var texts: Texts { Texts.of(language) }

    /// How figures are written.
    var wording: Wording { Wording(language) }

    /// Who is signed in.
    ///
    /// - Throws: `WebFailure.signedOut` where nobody is.
    func staff() throws -> StaffSession {
        guard let session else { throw WebFailure.signedOut }
        return session
    }

    /// The member who is signed in.
    ///
    /// - Throws: `WebFailure.memberSignedOut` where none is.
    func owner() throws -> SignedInMember {
        guard let member else { throw WebFailure.memberSignedOut }
        return member
    }

    /// The page's own address with its query, to come back to.
    var address: String {
        let pairs = query.fields.filter { $0.name != "done" }.map { "\(urlEncoded($0.name))=\(urlEncoded($0.value))" }
        return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    /// A part of the address by its name in the route.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }
}

/// Light or dark.
enum Theme: String, Sendable, CaseIterable {
    /// As the reader's device has it.
    case auto
    /// Dark on light.
    case light
    /// Light on dark.
    case dark
}

/// Why a page is not answered as asked.
enum WebFailure: Error, Sendable {
    /// Nobody is signed in.
    case signedOut
    /// No member is signed in.
    case memberSignedOut
    /// The member's form was made for another session of hers.
    case staleMemberForm
    /// Who is signed in may not do this.
    case forbidden(Permission)
    /// There is no such page, or no such thing.
    case notFound
    /// The form was made for another session: what was typed is shown again.
    case staleForm
    /// The request comes from a page of somebody else.
    case elsewhere
    /// More than a form may hold.
    case tooLarge
}
