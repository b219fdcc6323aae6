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
filter = Kapı ara
filter-none = Bu adda kapı yok
check-again = Yenile
as-of = Son kontrol: { $time }

## Dokunduktan sonra

unlocked = { $door }: kilit açıldı
unlocked-advice = Kapıyı açabilirsiniz. Sonra kendiliğinden kilitlenir.
already-unlocked = { $door }: kilit zaten açık
already-unlocked-advice = Kapıyı açabilirsiniz.
already-opening = { $door }: kilit zaten açılıyor
already-opening-advice = Biraz bekleyin, sonra kapıyı açmayı deneyin.
door-unlocked = Kapının kilidi açıldı
door-problem = { $door }: { $problem }

## Kilit açılırken ve telefon çekmediğinde

unlocking = Bir saniye…
unlocked-now = Kilit açıldı: kapıyı açın
no-answer-yet = Henüz yanıt yok. Kapıyı açmayı deneyin veya biraz bekleyin.

no-network-title = Telefonunuz çevrimdışı
no-network-text = Hiçbir şey gönderilmedi, hiçbir kapının kilidi açılmadı.
no-network-advice = Telefonunuz yeniden çekince düğmeye bir kez daha dokunun.

## Kilit açılmadan önce bir kez daha sorma

confirm-question = { $door }: kilit açılsın mı?
confirm-yes = Evet, aç
confirm-no = Vazgeç
confirm-title = Lütfen onaylayın
confirm-text = Bu kapının kilidi ancak siz onayladıktan sonra açılır. Kapı hâlâ kilitli.
confirm-advice = Kapıya yeniden dokunun ve onaylayın.

## Bağlantının geçerli olduğu zaman. $time örneğin “14:30”, $day “bugün”, “Cuma” veya “3 Aralık”, $duration “1 sa. 35 dk.” olur

from-when = Başlangıç: { $day }, { $time }
until-when = bitiş: { $day }, { $time }
in-duration = { $duration } sonra

## Sayfanın çevresi

language = Dil
close = Kapat
printed = Kapıların kilidini açmak için bu bağlantıyı telefonunuzda açın. Çıktısı hiçbir kapıyı açmaz.

hand-over-title = Telefonunuzda devam edin
hand-over-text = Bu kodu telefonunuzun kamerasıyla tarayın.
hand-over-code = Bu sayfanın QR kodu

## Ziyaretçi takıldığında

contact-title = Yardım gerekiyor mu?
call = Ara
call-name = Ara: { $name }
write = E-posta yaz
reference = Destek kodu: { $code }

## Neler yolunda gitmeyebilir: başlık, ne oldu, şimdi ne yapmalı

unknown-link-title = Bu bağlantı çalışmıyor
unknown-link-text = Eksik kopyalanmış veya yenisiyle değiştirilmiş olabilir.
unknown-link-advice = Mesajınızdaki bağlantıyı yeniden açın veya gönderen kişiden yenisini isteyin.

expired-title = Bu bağlantının süresi doldu
expired-text = Geçerli olduğu süre bitti, artık hiçbir kapıyı açmıyor.
expired-advice = Gönderen kişiden yenisini isteyin.

withdrawn-title = Bu bağlantı geri çekildi
withdrawn-text = Kapatıldı, artık hiçbir kapıyı açmıyor.
withdrawn-advice = Hâlâ içeri girmeniz gerekiyorsa gönderen kişiye sorun.

not-yet-valid-title = Erken geldiniz
not-yet-valid-text = Bağlantınızda sorun yok, ama henüz geçerli değil.
not-yet-valid-advice = Zamanı gelince yeniden açın. Yeni bir bağlantı gerekmez.

outside-hours-title = Erişim saatlerinizin dışında
outside-hours-text = Bağlantınızda sorun yok, ama şu anda kapıları açmıyor.
outside-hours-advice = Size bildirilen zamanlarda yeniden deneyin veya bağlantıyı gönderen kişiye sorun.

refused-title = Bu bağlantıyla erişim yok
refused-text = Erişim sistemi bu bağlantının kapıyı açmasına izin vermiyor.
refused-advice = Bağlantıyı gönderen kişiye sorun.

unknown-door-title = Bu bağlantı o kapıyı açmıyor
unknown-door-text = Kapı, açabildiğiniz kapılar arasında değil veya artık değil.
unknown-door-advice = Gösterilen kapılardan birini seçin.

cross-site-title = Bu istek sizin bağlantınızdan gelmedi
cross-site-text = Başka bir web sitesi bir kapının kilidini açmaya çalıştı. Hiçbir kilit açılmadı.
cross-site-advice = Mesajınızdaki bağlantıyı açın ve kapıyı orada seçin.

locked-down-title = Şu anda herkes için kilitli
locked-down-text = Bu kapı herkes için kilitlendi. Şu anda hiçbir bağlantı kilidini açamaz.
locked-down-advice = Alarm varsa kapıdan uzaklaşın. Yoksa binadaki görevlilere sorun.

alarm-title = Alarm devrede: içeri girmeyin
alarm-text = Binanın alarmı devrede, bu yüzden kapının kilidi açılmadı.
alarm-advice = Kapıdan uzaklaşın ve sizi davet eden kişiyi arayın.

not-set-up-title = Bu kapı henüz kurulmadı
not-set-up-text = Kilidi sisteme bağlı değil, bu yüzden buradan açılamıyor.
not-set-up-advice = Başka bir kapıyı kullanın veya binadaki görevlilere sorun.

rate-limited-title = Bir dakika lütfen
rate-limited-text = Şu anda sistem çok yoğun. Bu kez hiçbir kilit açılmadı.
rate-limited-advice = Bir dakika bekleyin, sonra yeniden deneyin.

offline-title = Bu kapı çevrimdışı
offline-text = Şu anda kapıya ulaşılamıyor, bu yüzden kilidi açılmadı.
offline-advice = Bir dakika sonra yeniden deneyin, başka bir kapıyı kullanın veya binadaki görevlilere sorun.

busy-title = Kapıya birkaç saniye gerekiyor
busy-text = Kilit şu anda meşgul, bu yüzden açılmadı.
busy-advice = Birkaç saniye bekleyin, sonra yeniden deneyin.

unavailable-title = Şu anda kapılara ulaşılamıyor
unavailable-text = Erişim sistemi yanıt vermiyor. Sorun bağlantınızda değil.
unavailable-advice = Daha önce bir kapı seçtiyseniz önce o kapıyı açmayı deneyin. Yoksa birazdan yeniden deneyin.

timeout-title = Kapıdan yanıt gelmedi
timeout-text = Kilidi açılmış da olabilir, açılmamış da.
timeout-advice = Kapıyı açmayı deneyin. Açılmazsa düğmeye yeniden dokunun.

## Kapısız sayfalar

waiting-title = Kapılarınız yükleniyor…
waiting-text = Lütfen biraz bekleyin. Kapılar burada kendiliğinden görünecek.

empty-title = Henüz kapı yok
empty-text = Bu bağlantı çalışıyor, ama henüz kapı eklenmemiş.
empty-advice = Gönderen kişiden ihtiyacınız olan kapıları eklemesini isteyin.

not-found-title = Sayfa bulunamadı
not-found-text = Adres eksik olabilir.
not-found-advice = Mesajınızdaki bağlantıyı yeniden açın.

bad-request-title = İşlem tamamlanamadı
bad-request-text = İstek bizim sayfalarımızdan gelmedi veya eksikti.
bad-request-advice = Mesajınızdaki bağlantıyı açın ve orada bir kapı seçin.

home-title = Mesajınızdaki bağlantıyı açın
home-text = Kapılarınıza size gönderilen kişisel bağlantıyla ulaşırsınız.
home-advice = Onu e-postalarınızda veya mesajlarınızda bulun ve telefonunuzda açın.

## Bağlantıyı taşıyan e-posta. $brand davet eden, $place bina, $name davet edilen kişidir

mail-subject = Erişiminiz: { $place }
mail-title = Erişiminiz: { $place }
mail-greeting = Merhaba { $name },
mail-intro = { $brand } sizin için kişisel bir bağlantı oluşturdu. Bu bağlantıyla kapıların kilidini telefonunuzdan açabilirsiniz.
mail-intro-place = { $brand } sizin için kişisel bir bağlantı oluşturdu. Bu bağlantıyla şu yerdeki kapıların kilidini telefonunuzdan açabilirsiniz: { $place }.
mail-from = Geçerlilik başlangıcı
mail-until = Geçerlilik bitişi
mail-button = Kapılarımı göster
mail-hint = Kapının önüne geldiğinizde bağlantıyı telefonunuzda açın.
mail-url = Düğme çalışmıyorsa şu adresi açın:
mail-directions = Yol tarifi
mail-code = Veya bu kodu kapının yanındaki okuyucuya gösterin.
mail-code-name = Okuyucu için QR kodu
mail-keep = Bu bağlantı bir anahtar gibi çalışır, lütfen kimseyle paylaşmayın.
mail-why = Bu e-postayı { $brand } size erişim verdiği için aldınız. Böyle bir e-posta beklemiyorsanız lütfen silin.
mail-signature = { $brand }
