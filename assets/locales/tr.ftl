### Ziyaretçilerin okuduğu metinler, Türkçe.

## Kapı listesi

welcome = Hoş geldiniz
doors-hint =
    { $count ->
        [one] Kapının önüne gelin, sonra düğmeye dokunarak kilidi açın.
       *[other] Önünde durduğunuz kapıyı seçin.
    }
unlock = Kilidi aç
door-unnamed = Kapı { $number }
state-unlocked = Şu anda kilidi açık
state-offline = Şu anda çevrimdışı
state-locked-down = Şu anda herkes için kilitli
state-not-set-up = Henüz kurulmadı
other-doors = Diğer kapılar
check-again = Yeniden kontrol et
as-of = Kapıların durumu { $time } sonrasında değişmiş olabilir

## Dokunduktan sonra

unlocked = { $door }: kilit açıldı
unlocked-advice = Kapıyı açabilirsiniz. Sonra kendiliğinden kilitlenir.
already-unlocked = { $door }: kilit zaten açık
already-unlocked-advice = Kapıyı açabilirsiniz.
already-opening = { $door }: kilit zaten açılıyor
already-opening-advice = Biraz bekleyin, sonra kapı kolunu deneyin.

## Kilit açılırken ve telefon çekmediğinde

unlocking = Açılıyor…
unlocked-now = Kilit açıldı
no-answer-yet = Henüz yanıt yok. Kapı kolunu deneyin veya biraz bekleyin.

no-network-title = Telefonunuz çevrimdışı
no-network-text = Hiçbir şey gönderilmedi, hiçbir kapının kilidi açılmadı.
no-network-advice = Telefonunuz yeniden çekince düğmeye bir kez daha dokunun.

## Kilit açılmadan önce bir kez daha sorma

confirm-question = { $door } kilidi açılsın mı?
confirm-yes = Evet, aç
confirm-no = Vazgeç
confirm-title = Lütfen onaylayın
confirm-text = Bu kapının kilidi ancak siz onayladıktan sonra açılır. Kapı hâlâ kilitli.
confirm-advice = Kapıya yeniden dokunun ve onaylayın.

## Bağlantının geçerli olduğu zaman. $time, “1 Aralık 2026 09:00” gibi bir tarih veya “2 saat sonra” gibi bir sözdür

valid-from = Geçerlilik başlangıcı: { $time }
valid-until = Geçerlilik bitişi: { $time }
begins = Erişim { $time } başlıyor.
ends = Erişim { $time } sona eriyor.

## Sayfanın çevresi

language = Dil
printed = Kapıların kilidini açmak için bu bağlantıyı telefonunuzda açın. Çıktısı hiçbir kapıyı açmaz.

## Ziyaretçi takıldığında

contact-title = Yardım gerekiyor mu?
reference = Destek için kod: { $code }

## Neler yolunda gitmeyebilir: başlık, ne oldu, şimdi ne yapmalı

unknown-link-title = Bu bağlantı hiçbir kapıyı açmıyor
unknown-link-text = Eksik kopyalanmış veya yenisiyle değiştirilmiş olabilir.
unknown-link-advice = Mesajınızdaki bağlantıyı yeniden açın veya gönderen kişiden yenisini isteyin.

expired-title = Bu bağlantının süresi doldu
expired-text = Geçerli olduğu süre bitti, artık hiçbir kapıyı açmıyor.
expired-advice = Gönderen kişiden yenisini isteyin.

withdrawn-title = Bu bağlantı geri çekildi
withdrawn-text = Kapatıldı, artık hiçbir kapıyı açmıyor.
withdrawn-advice = Hâlâ içeri girmeniz gerekiyorsa gönderen kişiye sorun.

not-yet-valid-title = Erken geldiniz
not-yet-valid-text = Bağlantı doğru, ama erişim henüz başlamadı.
not-yet-valid-advice = Zamanı gelince yeniden açın. Yeni bir bağlantı gerekmez.

outside-hours-title = Bu saatte olmuyor
outside-hours-text = Bağlantı doğru, ama bu saatte kapıları açmıyor.
outside-hours-advice = Size bildirilen saatlerde yeniden deneyin veya bağlantıyı gönderen kişiye sorun.

refused-title = Erişim reddedildi
refused-text = Erişim sistemi bu bağlantının kapıyı açmasına izin vermiyor.
refused-advice = Gönderen kişiye sorun veya aşağıdan yardım alın.

unknown-door-title = Bu bağlantı o kapıyı açmıyor
unknown-door-text = Kapı, açabildiğiniz kapılar arasında değil veya artık değil.
unknown-door-advice = Gösterilen kapılardan birini seçin.

cross-site-title = Bu istek sizin bağlantınızdan gelmedi
cross-site-text = Başka bir web sitesi bir kapının kilidini açmaya çalıştı. Hiçbir kilit açılmadı.
cross-site-advice = Mesajınızdaki bağlantıyı açın ve kapıyı orada seçin.

locked-down-title = Şu anda herkes için kilitli
locked-down-text = Bina yönetimi bu kapıyı kilitledi. Kimse bağlantıyla kilidini açamaz.
locked-down-advice = Oradaki görevlilere sorun; alarm varsa kapıda beklemeyin.

alarm-title = Alarm devrede: içeri girmeyin
alarm-text = Binanın alarmı devrede, bu yüzden kapının kilidi açılmadı.
alarm-advice = Kapıdan uzaklaşın ve sizi davet edenleri arayın.

not-set-up-title = Bu kapı henüz kurulmadı
not-set-up-text = Kilidi sisteme bağlı değil, bu yüzden buradan açılamıyor.
not-set-up-advice = Başka bir kapıyı kullanın veya oradaki görevlilere sorun.

rate-limited-title = Biraz daha yavaş lütfen
rate-limited-text = Kısa sürede çok fazla deneme yapıldı. Bu kez hiçbir kilit açılmadı.
rate-limited-advice = Bir dakika bekleyin, sonra yeniden deneyin.

offline-title = Bu kapı çevrimdışı
offline-text = Şu anda kapıya ulaşılamıyor, bu yüzden kilidi açılmadı.
offline-advice = Bir dakika sonra yeniden deneyin, başka bir kapıyı kullanın veya oradaki görevlilere sorun.

busy-title = Kapıya birkaç saniye gerekiyor
busy-text = Kapı şu anda meşgul, kilidi açılmadı.
busy-advice = Birkaç saniye bekleyin, sonra yeniden deneyin.

unavailable-title = Şu anda kapılara ulaşılamıyor
unavailable-text = Erişim sistemi yanıt vermiyor. Sorun bağlantınızda değil.
unavailable-advice = Birazdan yeniden deneyin. Daha önce bir kapı seçtiyseniz önce kapı kolunu deneyin.

timeout-title = Kapıdan yanıt gelmedi
timeout-text = Kilidi açılmış da olabilir, açılmamış da.
timeout-advice = Kapı kolunu deneyin. Kapı hâlâ kapalıysa düğmeye yeniden dokunun.

## Kapısız sayfalar

empty-title = Henüz kapı yok
empty-text = Bu bağlantı çalışıyor, ama henüz kapı eklenmemiş.
empty-advice = Gönderen kişiden ihtiyacınız olan kapıları eklemesini isteyin.

not-found-title = Burada bir şey yok
not-found-text = Bu adres bir sayfaya götürmüyor.
not-found-advice = Mesajınızdaki bağlantıyı yeniden açın.

bad-request-title = Bu istek okunamadı
bad-request-text = Sayfalarımız böyle bir şey göndermez.
bad-request-advice = Mesajınızdaki bağlantıyı açın ve orada bir kapı seçin.

home-title = Mesajınızdaki bağlantıyı açın
home-text = Kapılarınız size gönderilen kişisel bağlantıda.
home-advice = Onu e-postalarınızda veya mesajlarınızda bulun ve burada, telefonunuzda açın.
