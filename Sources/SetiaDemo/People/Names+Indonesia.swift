extension Names {
    static let indonesianWomen = [
        "Dewi", "Sri", "Rina", "Wulan", "Ayu", "Putri", "Fitriani", "Ratna", "Indah", "Yuliana", "Maya", "Lestari",
        "Nurul",
        "Siti", "Endang", "Suharti", "Ni Made Ayu", "Ni Luh Sari", "Tuti", "Rahmawati", "Citra", "Kartika", "Melati",
        "Winarti",
        "Desi", "Anisa", "Intan", "Novita", "Megawati", "Sekar", "Tiurma", "Marlina",
    ]
    static let indonesianMen = [
        "Budi", "Agus", "Joko", "Andi", "Rizky", "Bambang", "Eko", "Dedi", "Hendra", "Suparman", "Suharno", "I Wayan",
        "I Made", "Ketut", "Yusuf", "Fajar", "Arif", "Bayu", "Teguh", "Wahyu", "Slamet", "Ujang", "Asep", "Dadang",
        "Tatang",
        "Rudi", "Iwan", "Dimas", "Galih", "Poltak", "Togar", "Sutrisno",
    ]
    static let indonesianLast = [
        "Setiawan", "Lestari", "Santoso", "Wijaya", "Nugroho", "Saputra", "Hidayat", "Pratama", "Wibowo", "Kusuma",
        "Rahayu",
        "Gunawan", "Hartono", "Permana", "Suryadi", "Handayani", "Siregar", "Nasution", "Simanjuntak", "Maulana",
        "Firmansyah",
        "Kurniawan", "Purnomo", "Utami", "Anggraini", "Wulandari", "Halim", "Tanoto", "Sudirja", "Ramadhan",
    ]
}
