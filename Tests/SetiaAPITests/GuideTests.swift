import HTTPTypes
import JSONText
import SetiaAPI
import Testing

@Suite("The guides at /docs")
struct GuideTests {
    /// Every page but the reference: the list and what it lists.
    static let paths = ["/docs"] + Guide.all.map(\.path)

    private func page(_ path: String) async throws -> Answer {
        try await Caller().send(.get, path, showing: .nothing)
    }

    @Test("the start page lists every guide and the reference")
    func list() async throws {
        let start = try await page("/docs").text
        for path in Guide.all.map(\.path) + ["/docs/api"] {
            #expect(start.contains("<li><a href=\"\(path)\">"), "\(path)")
        }
    }

    @Test("a page is there, guarded, in HTML that runs nothing and has no mark-up of ours left in it", arguments: paths)
    func renders(path: String) async throws {
        let answer = try await page(path)
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        let policy = try #require(answer.header("Content-Security-Policy"))
        #expect(policy.hasPrefix("default-src 'none'; style-src 'self';"))
        for word in ["<script", "style=", "onclick", "<img", "http-equiv"] {
            #expect(!answer.text.contains(word), "\(word)")
        }
        let words = answer.text.replacing(#/(?s)<code>.*?</code>/#, with: "")
        for mark in ["**", "](", "```", "\n#", "`"] { #expect(!words.contains(mark), "\(mark)") }
    }

    @Test("a page has one title, its tags are balanced, and each anchor is there once", arguments: paths)
    func form(path: String) async throws {
        let text = try await page(path).text
        #expect(text.matches(of: #/<h1/#).count == 1)
        var open: [String] = []
        for tag in text.matches(of: #/<(/?)([a-z0-9]+)[^>]*>/#) where !["meta", "link", "wbr"].contains(tag.2) {
            if tag.1.isEmpty {
                open.append(String(tag.2))
            } else {
                #expect(open.popLast() == String(tag.2))
            }
        }
        #expect(open.isEmpty)
        let anchors = text.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
        #expect(Set(anchors).count == anchors.count)
    }

    @Test("what may be wider than the page scrolls, has a name and can be reached by keyboard", arguments: paths)
    func scrolls(path: String) async throws {
        let text = try await page(path).text
        for tag in text.matches(of: #/<(pre|div)[^>]*>/#) {
            #expect(tag.0.contains("tabindex=\"0\"") && tag.0.contains("aria-label=\""), "\(tag.0)")
        }
        #expect(text.matches(of: #/<table>/#).count == text.matches(of: #/<div class="wide"/#).count)
    }

    @Test("each link leads to a page that is there, and to a place on it")
    func links() async throws {
        let caller = try await Caller()
        var pages: [String: String] = [:]
        for path in GuideTests.paths + ["/docs/api", "/docs/style.css", "/openapi.yaml"] {
            pages[path] = try await caller.send(.get, path, showing: .nothing).text
        }
        for path in GuideTests.paths + ["/docs/api"] {
            let text = try #require(pages[path])
            for link in text.matches(of: #/href="([^"#]*)(?:#([^"]+))?"/#) where !link.1.hasPrefix("https://") {
                let target = try #require(pages[link.1.isEmpty ? path : String(link.1)], "\(path): \(link.1)")
                if let anchor = link.2 { #expect(target.contains(" id=\"\(anchor)\""), "\(path): \(link.0)") }
            }
        }
    }

    @Test(
        "a guide that is not there is not found",
        arguments: ["/docs/nowhere", "/docs/rules/nowhere", "/docs/rules/README"]
    )
    func notThere(path: String) async throws {
        let answer = try await page(path)
        #expect(answer.status == 404)
        #expect(answer.json["type"] == "/problems/not-found")
    }
}
