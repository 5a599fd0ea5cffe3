extension Names {
    static let malayWomen = [
        "Nur Aisyah", "Siti Nurhaliza", "Nurul Huda", "Farah", "Aminah", "Zulaikha", "Hajar", "Noraini", "Rohana",
        "Suhaila", "Izzati", "Syafiqah", "Balqis", "Dayang", "Wan Azlina", "Nik Sofea", "Fatin", "Kartini", "Mastura",
        "Norliza", "Puteri", "Rosnah", "Sharifah", "Umairah", "Yasmin", "Zarina", "Hidayah", "Intan", "Liyana",
        "Maisarah",
    ]
    static let malayMen = [
        "Ahmad", "Muhammad Hafiz", "Azlan", "Faizal", "Hakim", "Ismail", "Kamarul", "Luqman", "Mohd Rizal", "Nazri",
        "Othman", "Rashid", "Shahrul", "Syed Amir", "Wan Farhan", "Yusof", "Zainal", "Zulkifli", "Aiman", "Danial",
        "Firdaus", "Hassan", "Ibrahim", "Johari", "Khairul", "Mustafa", "Nik Adam", "Rahim", "Saiful", "Tarmizi",
    ]
    static let malayWomenSecond = ["Aqilah", "Amira", "Batrisyia", "Hanim", "Izzah", "Najwa", "Sakinah", "Zahra"]
    static let malayMenSecond = ["Aqil", "Haziq", "Iskandar", "Naufal", "Rayyan", "Shah", "Syahmi", "Zikri"]

    static let chineseSurnames = [
        "Tan", "Lim", "Lee", "Ng", "Wong", "Chan", "Goh", "Ong", "Teoh", "Chong", "Yap", "Khoo", "Liew", "Low", "Foo",
        "Cheah", "Loh", "Chin", "Lau", "Ooi", "Tay", "Koh", "Toh", "Yeoh",
    ]
    static let chineseWomen = [
        "Wei Ling", "Mei Yee", "Siew Lan", "Hui Min", "Xin Yi", "Li Ting", "Jia Hui", "Pei Shan", "Sook Fun",
        "Yoke Lin",
        "Ai Ling", "Chiew Yen", "Kah Yan", "Shu Fen", "Wan Ting", "Zhi Qing", "Bee Hoon", "Hooi Ching", "Lay Peng",
        "Qian Hui",
    ]
    static let chineseMen = [
        "Wei Jie", "Kok Wai", "Chee Keong", "Jun Hao", "Boon Huat", "Kah Seng", "Yong Jie", "Zi Xuan", "Hock Lai",
        "Ming Han",
        "Teck Soon", "Wai Kit", "Yi Fan", "Choon Hong", "Eng Hoe", "Jian Wei", "Kian Meng", "Shao Wen", "Tze Yang",
        "Weng Fai",
    ]
    static let westernWomen = ["Grace", "Michelle", "Joanne", "Vivian", "Rachel", "Karen", "Jasmine", "Evelyn"]
    static let westernMen = ["Jason", "Kelvin", "Adrian", "Marcus", "Alvin", "Raymond", "Desmond", "Vincent"]

    static let indianWomen = [
        "Kavitha", "Priya", "Shanti", "Devi", "Anjali", "Malathi", "Revathi", "Thivya", "Yamuna", "Sangeetha",
        "Lakshmi",
        "Nithya", "Pavithra", "Rani", "Uma", "Vasanthi",
    ]
    static let indianMen = [
        "Ganesh", "Kumar", "Prakash", "Ravi", "Suresh", "Arvind", "Dinesh", "Kannan", "Logan", "Mugilan", "Naveen",
        "Saravanan", "Thinesh", "Vikram", "Yogesh", "Balan",
    ]
    static let indianFathers = [
        "Subramaniam", "Krishnan", "Ramasamy", "Govindasamy", "Muniandy", "Nair", "Pillai", "Raj", "Sivalingam",
        "Thanabalan", "Veloo", "Arumugam", "Chandran", "Maniam",
    ]
}
