import Foundation
import FoundationNetworking
import JSONText
import SetiaTesting

/// `setia serve` as a process, and requests to it.
final class RunningServer: @unchecked Sendable {
    private let process: ChildProcess
    let address: URL
    let key: String
    private let session: URLSession

    /// Starts a server and waits until it says where it listens.
    init(_ scene: Scene, key: String, _ more: [String] = [], environment: [String: String] = [:]) throws {
        self.key = key
        let output = Pipe()
        process = try ChildProcess(
            Program.path,
            ["serve", "--port", "0"] + scene.place + more,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            output: .nothing,
            errors: .pipe(output)
        )
        var said = ""
        var found: URL?
        while found == nil {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw NotRunning(said: said) }
            said += String(decoding: data, as: UTF8.self)
            if let match = said.firstMatch(of: #/http://[0-9.]+:([0-9]+)/#) { found = URL(string: String(match.0)) }
        }
        guard let found else { throw NotRunning(said: said) }
        // What it says from now on is read and let go, so that it never waits for a reader.
        output.fileHandleForReading.readabilityHandler = { handle in
            if handle.availableData.isEmpty { handle.readabilityHandler = nil }
        }
        address = found
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 16
        session = URLSession(configuration: configuration)
    }

    struct NotRunning: Error {
        let said: String
    }

    /// An answer.
    struct Answer {
        let status: Int
        let body: [UInt8]
        var json: JSON { get throws { try JSON.parse(body) } }
    }

    func get(_ path: String) async throws -> Answer { try await call("GET", path, nil, "application/json") }

    func post(_ path: String, _ body: String, type: String = "application/json") async throws -> Answer {
        try await call("POST", path, body, type)
    }

    func put(_ path: String, _ body: String) async throws -> Answer {
        try await call("PUT", path, body, "application/json")
    }

    func patch(_ path: String, _ body: String) async throws -> Answer {
        try await call("PATCH", path, body, "application/json")
    }

    func delete(_ path: String) async throws -> Answer { try await call("DELETE", path, nil, "application/json") }

    /// Posts an order of one line.
    func order(_ id: String, card: String, amount: Int = 5_900) async throws -> Answer {
        try await post("/v1/events", RunningServer.order(id, card: card, amount: amount))
    }

    /// A CloudEvent that tells of an order of one line.
    static func order(_ id: String, card: String, amount: Int = 5_900, time: String = "2026-03-01T04:00:00Z") -> String
    {
        """
        {"specversion":"1.0","id":"\(id)","source":"till/1","type":"order.paid","time":"\(time)","data":{"orderId":"\(id)",\
        "identity":{"kind":"card","value":"\(card)"},"lines":[{"sku":"latte","amount":{"amount":\(amount),"currency":"MYR"}}]}}
        """
    }

    private func call(_ method: String, _ path: String, _ body: String?, _ type: String) async throws -> Answer {
        guard let url = URL(string: path, relativeTo: address) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
        if body != nil { request.setValue(type, forHTTPHeaderField: "Content-Type") }
        let (data, response) = try await session.data(for: request)
        return Answer(status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: Array(data))
    }

    /// Asks it to stop, and gives its exit status.
    func stop() -> Int32 {
        process.send(SIGTERM)
        let ending = process.wait()
        session.invalidateAndCancel()
        return ending.status
    }

    /// Ends it as a power cut would; requests under way fail, and so do later ones.
    func kill() {
        process.send(SIGKILL)
        process.wait()
    }

    /// Stops it where it is, as if the machine had no time for it, until it is let go or killed.
    func freeze() { process.send(SIGSTOP) }

    /// Lets it go on where it was.
    func thaw() { process.send(SIGCONT) }

    deinit {
        process.send(SIGKILL)
    }
}

extension RunningServer {
    /// What a sender does: it sends again for as long as the answer is 503, or 429 since too many wait for the member.
    func postUntilKnown(_ path: String, _ body: String) async throws -> Answer {
        for _ in 0..<2_000 {
            let answer = try await post(path, body)
            if answer.status != 503, answer.status != 429 { return answer }
        }
        return try await post(path, body)
    }
}
