internal import JSONText
internal import SetiaCore

extension SetiaService {
    /// How long whoever fetches a file has it for itself, in milliseconds: longer than all its requests may take.
    private static let fetchLease: Int64 = 300_000
    /// How long a file waits whose channel is switched off before it is looked at again.
    private static let fetchWait: Int64 = 60_000
    /// So many files are fetched at once by one server: what they hold together fits into little memory.
    private static let fetchesAtOnce = 4
    /// So often a network may say that a file lies elsewhere.
    private static let mostTurns = 3
    /// The most that is read of an answer that says where a file lies, in bytes.
    private static let longestTold = 65_536

    // MARK: - As they are named

    /// The files of a message as they stand in it, on their way; what says that it is too large is not fetched.
    func named(_ files: [ChannelFile]) -> [MessageContent.File] {
        files.prefix(SetiaService.mostFiles).enumerated().map { place, file in
            let said = (file.type ?? "").lowercased()
            let plain = String(said.prefix { $0 != ";" }).filter { $0 != " " }
            let type = FileType.isType(plain) ? plain : FileType.usual
            let size = max(0, file.size ?? 0)
            return MessageContent.File(
                name: FileType.name(file.name, kind: file.kind, place: place, type: type),
                type: type,
                size: size,
                arrival: size > SetiaService.largestFile ? .failed(.tooLarge) : .coming
            )
        }
    }

    /// Where the files of a message lie that are on their way, by their places.
    func coming(_ message: ChannelMessage, _ content: MessageContent) -> [Int: [UInt8]] {
        var places: [Int: [UInt8]] = [:]
        for (place, file) in content.files.enumerated() where file.arrival == .coming {
            places[place] = document(of: message.files[place])
        }
        return places
    }

    private func document(of file: ChannelFile) -> [UInt8] {
        var object: JSONObject = ["kind": .string(file.kind)]
        switch file.place {
        case .id(let id): object.set("id", .string(id))
        case .address(let url): object.set("url", .string(url))
        }
        return JSON.object(object).canonical
    }

    private func file(document: [UInt8]) throws -> ChannelFile {
        let json = try JSON.parse(document)
        let kind = json["kind"]?.string ?? ""
        if let url = json["url"]?.string { return ChannelFile(.address(url), kind: kind) }
        return ChannelFile(.id(json["id"]?.string ?? ""), kind: kind)
    }

    // MARK: - As they come

    /// Fetches files that came with messages by networks, each once, and writes down what became of them (rule O-20).
    ///
    /// Each is taken by a change that one server wins; what a server had taken that died is taken again after five minutes.
    /// What was withdrawn or erased meanwhile is not kept.
    ///
    /// - Parameter limit: At most so many.
    /// - Returns: how many were due.
    /// - Throws: the world's trouble.
    package func fetchFiles(limit: Int = 20) async throws -> Int {
        let now = surroundings.now()
        let due = try await store.reading { try $0.fetchesDue(by: now, limit: limit) }
        await withTaskGroup(of: Void.self) { group in
            for (place, fetch) in due.enumerated() {
                if place >= SetiaService.fetchesAtOnce { await group.next() }
                group.addTask { await self.fetch(fetch) }
            }
        }
        return due.count
    }

    private func fetch(_ due: FileFetch) async {
        do {
            guard let errand = try await take(due) else { return }
            try await end(errand, with: await outcome(of: errand))
        } catch {
            staffPorts.onFailure(error)
        }
    }

    /// A file that this server fetches now.
    private struct Errand: Sendable {
        let fetch: FileFetch
        let file: ChannelFile
        /// None where it was taken away.
        let line: (channel: OpenChannel, adapter: any ChannelAdapter)?
    }

    /// What came of an errand.
    private enum Catch: Sendable {
        case bytes([UInt8])
        /// It may be there later; what stands there once it was tried often enough.
        case later(FileTrouble)
        case failed(FileTrouble)
    }

    /// Takes a file that is due: nobody else has it for five minutes.
    private func take(_ due: FileFetch) async throws -> Errand? {
        let now = surroundings.now()
        let place = due.message
        return try await store.recording { ledger -> Errand? in
            let member = place.conversation.member
            _ = try ledger.states([StateRequest(member: member)])
            guard var fetch = try ledger.fetch(due.file, of: place), fetch.nextTry <= now,
                let key = try ledger.keys(of: [member])[0],
                let stored = try ledger.message(place.number, of: place.conversation),
                let content = try self.opened(stored, key).content, content.files.indices.contains(fetch.file)
            else { return nil }
            let record = try ledger.channels().first { $0.channel.name.text == content.line }
            if let record, !record.channel.isOn {
                // What is switched off for a moment, as for another token, waits and counts no try.
                fetch.nextTry = now.adding(milliseconds: SetiaService.fetchWait)
                try ledger.save(fetch)
                return nil
            }
            fetch.tries += 1
            fetch.nextTry = now.adding(milliseconds: SetiaService.fetchLease)
            try ledger.save(fetch)
            let document = try self.sealing.open(fetch.sealed, of: member, use: .attachment, with: key)
            let file = try self.file(document: document)
            guard let record, let adapter = self.channelPorts.adapter(record.channel.kind) else {
                return Errand(fetch: fetch, file: file, line: nil)
            }
            return Errand(fetch: fetch, file: file, line: (try self.opened(record, at: now), adapter))
        }
    }

    private func outcome(of errand: Errand) async -> Catch {
        guard let line = errand.line else { return .failed(.channelGone) }
        var told: [UInt8]?
        // One question where it lies, if any, and the file.
        for _ in 0..<2 {
            switch line.adapter.step(to: errand.file, told: told, line.channel) {
            case .ask(let question):
                let answer = await self.answer(to: question, atMost: SetiaService.longestTold)
                guard case .bytes(let bytes) = answer else {
                    if case .failed(.tooLarge) = answer { return .failed(.unreadable) }
                    return answer
                }
                told = bytes
            case .fetch(let request): return await answer(to: request, atMost: SetiaService.largestFile)
            case nil: return .failed(.unreadable)
            }
        }
        return .failed(.unreadable)
    }

    /// What a request brings, where it leads elsewhere too: each address is looked at, and no other server gets the token.
    private func answer(to request: ChannelFetch, atMost most: Int) async -> Catch {
        var request = request
        for _ in 0...SetiaService.mostTurns {
            guard WebhookAddress.problem(request.url, allowsPrivate: channelPorts.allowsPrivate) == nil else {
                return .failed(.notAllowed)
            }
            switch await channelPorts.sender.fetch(request, atMost: most) {
            case .forbidden: return .failed(.notAllowed)
            case .failed: return .later(.notReached)
            case .answered(200, let body, let isWhole, _): return isWhole ? .bytes(body) : .failed(.tooLarge)
            case .answered(300..<400, _, _, let next):
                guard let next else { return .failed(.unreadable) }
                let isSame = origin(of: next) == origin(of: request.url)
                request = ChannelFetch(
                    url: next,
                    headers: isSame ? request.headers.map { ($0.name, $0.value) } : []
                )
            // It is being made ready, the network is busy, or its fault.
            case .answered(let status, _, _, _) where [202, 408, 425, 429].contains(status) || status >= 500:
                return .later(.notReached)
            // Somebody may type another token meanwhile.
            case .answered(401, _, _, _): return .later(.refused)
            case .answered: return .failed(.gone)
            }
        }
        return .failed(.unreadable)
    }

    /// Scheme, host and port of an address.
    private func origin(of url: String) -> String {
        url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
            .lowercased()
    }

    private func end(_ errand: Errand, with result: Catch) async throws {
        let fetch = errand.fetch
        let place = fetch.message
        let member = place.conversation.member
        let now = surroundings.now()
        let isKnown = try await store.recording { ledger -> Bool in
            _ = try ledger.states([StateRequest(member: member)])
            // Withdrawn, erased, or taken by another server that thought this one dead: then it is not ours to keep.
            guard var own = try ledger.fetch(fetch.file, of: place), own.tries == fetch.tries,
                let key = try ledger.keys(of: [member])[0],
                let stored = try ledger.message(place.number, of: place.conversation),
                var content = try self.opened(stored, key).content, content.files.indices.contains(fetch.file)
            else { return false }
            let named = content.files[fetch.file]
            var bytes: [UInt8]?
            var trouble: FileTrouble?
            switch result {
            case .bytes(let all):
                let others = content.files.filter(\.isKept).reduce(0) { $0 + $1.size }
                if others + all.count <= SetiaService.largestFiles { bytes = all } else { trouble = .tooLarge }
            case .later(let cause):
                if let delay = RetrySchedule.delay(after: fetch.tries, of: "\(stored.message.id.text)/\(fetch.file)") {
                    own.nextTry = now.adding(milliseconds: delay)
                    try ledger.save(own)
                    return false
                }
                trouble = cause
            case .failed(let cause): trouble = cause
            }
            let type = bytes.map { FileType.kept($0, said: named.type) } ?? named.type
            content.files[fetch.file] = MessageContent.File(
                name: FileType.ended(named.name, type),
                type: type,
                size: bytes?.count ?? named.size,
                arrival: trouble.map { .failed($0) } ?? .kept
            )
            try ledger.end(
                own,
                content: try self.sealing.seal(content.document, for: member, use: .message, with: key),
                bytes: try bytes.map { try self.sealing.seal($0, for: member, use: .attachment, with: key) }
            )
            return true
        }
        if isKnown { changeSignal.tell([member]) }
    }
}
