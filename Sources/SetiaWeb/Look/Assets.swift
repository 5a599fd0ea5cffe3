internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaPages

/// Style sheets, scripts and pictures, compressed once and served from memory.
struct Assets: Sendable {
    /// All of them.
    let all: [Asset]
    private let versions: [String: String]

    /// Ours, and Bootstrap's from Debian's folder.
    init(folder: String) throws {
        let bootstrap = "\(folder)/bootstrap5/css/bootstrap.min.css"
        guard let css = FileManager.default.contents(atPath: bootstrap) else {
            throw WebTrouble.noBootstrap(bootstrap)
        }
        all = [
            Asset("bootstrap.css", "text/css; charset=utf-8", withoutSourceMap(Array(css))),
            Asset("setia.css", "text/css; charset=utf-8", PageSources.style),
            Asset("setia.js", "text/javascript; charset=utf-8", PageSources.script),
            Asset("till.js", "text/javascript; charset=utf-8", PageSources.till),
            Asset("icon.svg", "image/svg+xml", PageSources.icon),
        ]
        versions = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.version) })
    }

    /// Where a browser finds one; the address changes with its content, so that it may be kept for ever.
    func address(_ name: String) -> String {
        "/assets/\(name)?v=\(versions[name] ?? "")"
    }
}

/// A file as browsers get it.
struct Asset: Sendable {
    let name: String
    let type: String
    let version: String
    private let plain: [UInt8]
    private let compressed: [UInt8]?

    init(_ name: String, _ type: String, _ bytes: [UInt8]) {
        self.name = name
        self.type = type
        plain = bytes
        compressed = gzipped(bytes)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        version = String(hash, radix: 36)
    }

    var path: String { "/assets/\(name)" }

    func response(to request: Request) -> Response {
        let accepts = request.headers[.acceptEncoding]?.contains("gzip") ?? false
        let body = accepts ? compressed ?? plain : plain
        var response = Response(
            status: .ok,
            headers: [
                .contentType: type, .contentLength: String(body.count), .vary: "Accept-Encoding",
                .cacheControl: "public, max-age=31536000, immutable", .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
        if accepts, compressed != nil { response.headers[.contentEncoding] = "gzip" }
        return response
    }
}

/// A browser would look for the map and not find it.
private func withoutSourceMap(_ css: [UInt8]) -> [UInt8] {
    let text = String(decoding: css, as: UTF8.self)
    guard let mark = text.range(of: "/*# sourceMappingURL=", options: .backwards) else { return css }
    return Array(text[..<mark.lowerBound].utf8)
}

/// Why no pages can be served.
package enum WebTrouble: Error, Sendable, CustomStringConvertible {
    /// Bootstrap is not where it should be.
    case noBootstrap(String)

    /// What a person reads.
    package var description: String {
        switch self {
        case .noBootstrap(let path):
            "there is no \(path): install Debian's libjs-bootstrap5, or say with SETIA_ASSETS where it is"
        }
    }
}
