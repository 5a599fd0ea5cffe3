import Foundation
import HTTPTypes
import JSONText
import SetiaAPI
import SetiaCore
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@Suite("The API's description says what the code does")
struct OpenAPITests {
    private let document: JSON

    init() throws {
        document = try jsonValue(
            ofYAML: String(contentsOf: House.root.appending(path: "openapi.yaml"), encoding: .utf8)
        )
    }

    /// `POST /v1/events` and what the description says of it.
    private var operations: [(name: String, json: JSON)] {
        (document["paths"]?.object?.members ?? []).flatMap { path, methods in
            (methods.object?.members ?? []).map { (name: "\($0.key.uppercased()) \(path)", json: $0.value) }
        }
    }

    private var endpoints: [Endpoint] {
        let service = TestBrand().service
        return API(
            service: service,
            queue: IntakeQueue(service: service),
            measurements: Measurements(),
            isReady: { true }
        ).endpoints
    }

    @Test("the methods and paths are those of the router, each once")
    func paths() {
        #expect(operations.map(\.name).sorted() == endpoints.map { "\($0.method.rawValue) \($0.path)" }.sorted())
    }

    @Test("each operation names the scope that the router asks for, and says it in words")
    func scopes() throws {
        for endpoint in endpoints {
            let name = "\(endpoint.method.rawValue) \(endpoint.path)"
            let operation = try #require(operations.first { $0.name == name }?.json)
            let description = operation["description"]?.string ?? ""
            #expect(operation["x-scope"]?.string == endpoint.scope?.rawValue, "\(name)")
            if let scope = endpoint.scope {
                let words = description.replacing("\n", with: " ")
                #expect(words.contains("Needs the scope `\(scope.rawValue)`"), "\(name)")
                #expect(operation["security"] == nil, "\(name)")
            } else {
                #expect(description.contains("Open."), "\(name)")
                #expect(operation["security"] == .array([]), "\(name)")
            }
        }
    }

    @Test("every scope stands in the table of scopes", arguments: APIScope.allCases)
    func everyScope(scope: APIScope) {
        #expect(document["info"]?["description"]?.string?.contains("\n| `\(scope.rawValue)` |") ?? false)
    }

    @Test("each operation has a name of its own, a summary and a group that is described")
    func names() {
        let names = operations.compactMap { $0.json["operationId"]?.string }
        #expect(names.count == operations.count)
        #expect(Set(names).count == names.count)
        let groups = (document["tags"]?.array ?? []).compactMap { $0["name"]?.string }
        for operation in operations {
            #expect(operation.json["summary"]?.string?.isEmpty == false, "\(operation.name)")
            #expect(groups.contains(operation.json["tags"]?.array?.first?.string ?? ""), "\(operation.name)")
        }
    }

    // MARK: - Problems

    /// A problem's name with its status and title.
    private struct Named: Hashable, CustomStringConvertible {
        let name: String
        let status: Int64
        let title: String

        var description: String { "\(name) \(status) \(title)" }
    }

    /// Every problem that the code makes, read from its text.
    private func problemsOfTheCode() throws -> Set<Named> {
        var found: Set<Named> = []
        for file in try House.sources(of: "SetiaAPI") + House.sources(of: "SetiaWire") {
            let labelled = #/"([a-z-]+)",\s+title: "([^"]+)",\s+status: (\d+)/#
            for match in file.text.matches(of: labelled) {
                found.insert(Named(name: String(match.1), status: Int64(match.3) ?? 0, title: String(match.2)))
            }
            for match in file.text.matches(of: #/problem\(\s*"([a-z-]+)",\s+"([^"]+)",\s+(\d+)/#) {
                found.insert(Named(name: String(match.1), status: Int64(match.3) ?? 0, title: String(match.2)))
            }
            // These two share a function, which gives both 422.
            for match in file.text.matches(of: #/invalid\("([a-z-]+)", title: "([^"]+)", malformed\)/#) {
                found.insert(Named(name: String(match.1), status: 422, title: String(match.2)))
            }
        }
        return found
    }

    @Test("every problem that the code makes is described, with its status and title, and no other")
    func problems() throws {
        let described = (document["x-problems"]?.object?.members ?? []).map { name, problem in
            Named(name: name, status: problem["status"]?.int64 ?? 0, title: problem["title"]?.string ?? "")
        }
        let made = try problemsOfTheCode()
        #expect(made.count > 30)
        #expect(Set(described) == made)
        for (name, problem) in document["x-problems"]?.object?.members ?? [] {
            #expect(problem["meaning"]?.string?.isEmpty == false, "\(name)")
        }
    }

    @Test("no way to make a problem escapes the reading of the code")
    func everyProblemIsRead() throws {
        let names = Set(try problemsOfTheCode().map(\.name))
        for file in try House.sources(of: "SetiaAPI") + House.sources(of: "SetiaWire") {
            for match in file.text.matches(of: #/[Pp]roblem\(\s*"([^"]*)"/#) {
                #expect(names.contains(String(match.1)), "\(file.name) makes \(match.1)")
            }
        }
    }

    @Test("each operation answers problems under their own status, and each problem is answered somewhere")
    func problemsOfOperations() {
        let catalogue = document["x-problems"]?.object
        var answered: Set<String> = []
        for operation in operations {
            for (status, response) in operation.json["responses"]?.object?.members ?? [] {
                for name in (resolved(response)["x-problems"]?.array ?? []).compactMap(\.string) {
                    answered.insert(name)
                    #expect(catalogue?[name]?["status"]?.int64 == Int64(status), "\(operation.name): \(name)")
                }
            }
        }
        // A wrong method belongs to no operation.
        answered.insert("method-not-allowed")
        #expect(answered == Set(catalogue?.members.map(\.key) ?? []))
    }

    // MARK: - Schemas

    @Test("every event type of the core has a schema, and the other way round")
    func eventTypes() {
        let schemas = document["components"]?["schemas"]
        let listed = Set((schemas?["EventType"]?["enum"]?.array ?? []).compactMap(\.string))
        let mapped = Set(schemas?["Event"]?["discriminator"]?["mapping"]?.object?.members.map(\.key) ?? [])
        let known = Set(EventType.allCases.filter { !$0.isOurs }.map(\.rawValue))
        #expect(listed == known)
        #expect(mapped == known)
    }

    @Test("every reference leads somewhere, and every schema is referred to")
    func references() {
        var named: Set<String> = []
        func walk(_ json: JSON) {
            for (key, value) in json.object?.members ?? [] {
                if key == "$ref", let reference = value.string {
                    named.insert(reference)
                    #expect(!resolved(json).isNull, "\(reference)")
                }
                walk(value)
            }
            for element in json.array ?? [] { walk(element) }
        }
        walk(document)
        for name in document["components"]?["schemas"]?.object?.members.map(\.key) ?? [] {
            #expect(named.contains("#/components/schemas/\(name)"), "\(name)")
        }
    }

    private func resolved(_ json: JSON) -> JSON {
        guard let reference = json["$ref"]?.string else { return json }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }
}
