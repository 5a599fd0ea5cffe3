internal import Hummingbird
package import SetiaService

/// One page or action: where it is, who may have it, what it answers.
package struct Page: Sendable {
    /// `GET` or `POST`.
    package let method: Method
    /// With its variables in braces.
    package let path: String
    /// Who may.
    package let access: Access
    /// Whether a form of another site may be sent to it: it carries its own proof.
    var takesOthersForms = false
    /// The most that its form may hold, in bytes.
    var mostBytes = WebSettings.mostFormBytes
    let answer: @Sendable (Visit) async throws -> Response

    /// How it is asked for.
    package enum Method: String, Sendable {
        /// To look.
        case get = "GET"
        /// To do.
        case post = "POST"
    }

    /// Who may have a page.
    package enum Access: Sendable, Hashable {
        /// Everybody.
        case open
        /// A member who is signed in, for what is hers.
        case member
        /// Everybody on the staff who is signed in.
        case staff
        /// Those whose role allows it.
        case may(Permission)
    }

    init(
        _ method: Method,
        _ path: String,
        _ access: Access,
        answer: @escaping @Sendable (Visit) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.answer = answer
    }
}
