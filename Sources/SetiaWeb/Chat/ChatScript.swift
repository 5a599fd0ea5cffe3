internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import SetiaPages
internal import SetiaService

/// The chat's script as shops load it: one file with its texts in four languages and its style.
///
/// Its address never changes, so browsers ask again whether it has.
struct ChatScript: Sendable {
    static let path = "/chat/widget.js"

    private let bytes: [UInt8]
    private let compressed: [UInt8]?
    private let tag: String

    init() {
        var languages: JSONObject = [:]
        for language in Language.allCases {
            let texts = Texts.of(language)
            var said: JSONObject = [:]
            for key in texts.keys where key.hasPrefix("chat.") {
                let name = String(key.dropFirst(5))
                said.set(name, .string(texts.say("chat.\(name)")))
            }
            languages.set(language.rawValue, .object(said))
        }
        let style = JSON.string(String(decoding: PageSources.chatStyle, as: UTF8.self))
        let script = String(decoding: PageSources.chat, as: UTF8.self)
        let text = script.replacing(
            "  \"use strict\";\n",
            with:
                "  \"use strict\";\n  const texts = \(JSON.object(languages).text);\n  const style = \(style.text);\n",
            maxReplacements: 1
        )
        bytes = Array(text.utf8)
        compressed = gzipped(bytes)
        tag = "\"\(Asset("widget.js", "text/javascript", bytes).version)\""
    }

    func response(to request: Request) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/javascript; charset=utf-8", .eTag: tag, .cacheControl: "no-cache",
            .vary: "Accept-Encoding", .xContentTypeOptions: "nosniff",
        ]
        // Pages of shops load it, whatever they let in otherwise.
        if let name = HTTPField.Name("Cross-Origin-Resource-Policy") { headers[name] = "cross-origin" }
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        let accepts = request.headers[.acceptEncoding]?.contains("gzip") ?? false
        let body = accepts ? compressed ?? bytes : bytes
        if accepts, compressed != nil { headers[.contentEncoding] = "gzip" }
        headers[.contentLength] = String(body.count)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
