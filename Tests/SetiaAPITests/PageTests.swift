import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("The reference for people")
struct PageTests {
    @Test("it is guarded: our style sheet and nothing else, no script, no inline style")
    func guarded() async throws {
        let caller = try await Caller()
        for path in ["/docs/api", "/docs/style.css", "/openapi.yaml"] {
            let answer = try await caller.send(.get, path, showing: .nothing)
            #expect(answer.status == 200)
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            let policy = try #require(answer.header("Content-Security-Policy"))
            #expect(policy.hasPrefix("default-src 'none'; style-src 'self';"))
            #expect(!policy.contains("unsafe"))
        }
        let page = try await caller.send(.get, "/docs/api", showing: .nothing)
        #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        for word in ["<script", "style=", "onclick", "<img", "http-equiv"] {
            #expect(!page.text.contains(word), "\(word)")
        }
    }

    @Test("it shows every operation with method, path and scope, every schema and every problem")
    func complete() async throws {
        let page = try await Caller().send(.get, "/docs/api", showing: .nothing).text
        let description = APIDescription.ours
        for operation in description.operations {
            #expect(page.contains("<h3 id=\"\(operation.id)\">"), "\(operation.id)")
            #expect(page.contains("<a href=\"#\(operation.id)\">"), "\(operation.id)")
            #expect(page.replacing("<wbr>", with: "").contains("<code>\(operation.path)</code>"), "\(operation.path)")
        }
        for name in description.document["components"]?["schemas"]?.object?.members.map(\.key) ?? [] {
            #expect(page.contains("<h3 id=\"schema-\(name)\">"), "\(name)")
        }
        for name in description.document["x-problems"]?.object?.members.map(\.key) ?? [] {
            #expect(page.contains("id=\"problem-\(name)\""), "\(name)")
        }
    }

    @Test("each link on it leads to something on it, and each anchor is there once")
    func links() async throws {
        let page = try await Caller().send(.get, "/docs/api", showing: .nothing).text
        let anchors = page.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
        #expect(Set(anchors).count == anchors.count)
        for link in page.matches(of: #/href="#([^"]+)"/#) {
            #expect(anchors.contains(String(link.1)), "\(link.1)")
        }
    }

    @Test("its tags are balanced")
    func balanced() async throws {
        let page = try await Caller().send(.get, "/docs/api", showing: .nothing).text
        var open: [String] = []
        for tag in page.matches(of: #/<(/?)([a-z0-9]+)[^>]*>/#) where !["meta", "link", "wbr"].contains(tag.2) {
            if tag.1.isEmpty {
                open.append(String(tag.2))
            } else {
                #expect(open.popLast() == String(tag.2))
            }
        }
        #expect(open.isEmpty)
    }
}
