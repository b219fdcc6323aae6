### מה שהמבקרים קוראים, בעברית.

## רשימת הדלתות

welcome = ברוכים הבאים
doors-hint =
    { $count ->
        [one] גשו אל הדלת, ואז לחצו על הכפתור כדי לפתוח אותה.
        [two] בחרו את הדלת שלפניכם.
       *[other] בחרו את הדלת שלפניכם.
    }
unlock = פתיחה
door-unnamed = דלת { $number }
state-unlocked = לא נעולה כרגע
state-offline = לא מחוברת כרגע
state-locked-down = נעולה לכולם כרגע
state-not-set-up = עוד לא הוגדרה
other-doors = דלתות נוספות
filter = חיפוש דלת
filter-none = אין דלת בשם הזה
check-again = רענון
as-of = נבדק לאחרונה: { $time }

## אחרי לחיצה

unlocked = הנעילה שוחררה: { $door }
unlocked-advice = אפשר לפתוח את הדלת. היא תינעל שוב מעצמה.
already-unlocked = הנעילה כבר משוחררת: { $door }
already-unlocked-advice = אפשר לפתוח את הדלת.
already-opening = הנעילה כבר משתחררת: { $door }
already-opening-advice = רק רגע, ואז נסו לפתוח את הדלת.
door-unlocked = נעילת הדלת שוחררה
door-problem = { $problem }: { $door }

## בזמן שחרור הנעילה, וכשאין לטלפון קליטה

unlocking = רק רגע…
unlocked-now = הנעילה שוחררה: אפשר לפתוח
no-answer-yet = עדיין אין תשובה. נסו לפתוח את הדלת או המתינו רגע.

no-network-title = הטלפון שלכם לא מחובר לרשת
no-network-text = שום דבר לא נשלח ושום נעילה לא שוחררה.
no-network-advice = כשתחזור הקליטה, לחצו שוב על הכפתור.

## שאלה נוספת לפני שחרור הנעילה

confirm-question = לפתוח את { $door }?
confirm-yes = כן, לפתוח
confirm-no = ביטול
confirm-title = נדרש אישור
confirm-text = הנעילה תשוחרר רק לאחר אישור שלכם. הדלת עדיין נעולה.
confirm-advice = לחצו שוב על הדלת ואשרו.

## מתי הקישור בתוקף. הערך $time הוא למשל ״14:30״, הערך $day הוא ״היום״, ״יום שישי״ או ״3 בדצמבר״, והערך $duration הוא ״1 שעה 35 דק׳״

from-when = מהשעה { $time }, { $day }
until-when = עד השעה { $time }, { $day }
in-duration = בעוד { $duration }

## מסביב לדף

language = שפה
close = סגירה
printed = פתחו את הקישור הזה בטלפון כדי לפתוח דלתות. דף מודפס לא פותח דבר.

hand-over-title = המשיכו בטלפון
hand-over-text = סרקו את הקוד הזה במצלמת הטלפון.
hand-over-code = קוד QR של הדף הזה

## כשמבקר זקוק לעזרה

contact-title = צריכים עזרה?
call = חיוג
call-name = חיוג אל { $name }
write = שליחת מייל
reference = קוד לתמיכה: { $code }

## מה יכול להשתבש: כותרת, מה קרה, מה עושים עכשיו

unknown-link-title = הקישור הזה לא פועל
unknown-link-text = ייתכן שהועתק רק בחלקו, או שהוחלף בקישור חדש יותר.
unknown-link-advice = פתחו שוב את הקישור מההודעה, או בקשו קישור חדש ממי ששלח אותו.

expired-title = פג תוקפו של הקישור
expired-text = הזמן שנקבע לו נגמר, והוא כבר לא פותח דלתות.
expired-advice = בקשו קישור חדש ממי ששלח אותו.

withdrawn-title = הקישור בוטל
withdrawn-text = הוא הושבת וכבר לא פותח דלתות.
withdrawn-advice = אם אתם עדיין צריכים להיכנס, פנו אל מי ששלח אותו.

not-yet-valid-title = הקדמתם
not-yet-valid-text = הקישור תקין, אבל הגישה עוד לא התחילה.
not-yet-valid-advice = פתחו אותו שוב כשיגיע הזמן. אין צורך בקישור חדש.

outside-hours-title = מחוץ לזמני הגישה שלכם
outside-hours-text = הקישור תקין, אבל הוא לא פותח דלתות בזמן הזה.
outside-hours-advice = נסו שוב בזמנים שנקבעו לכם, או פנו אל מי ששלח את הקישור.

refused-title = אין גישה עם הקישור הזה
refused-text = מערכת הגישה לא מאפשרת לקישור הזה לפתוח את הדלת.
refused-advice = פנו אל מי ששלח את הקישור.

unknown-door-title = הקישור הזה לא פותח את הדלת הזאת
unknown-door-text = היא לא נמצאת, או כבר לא נמצאת, בין הדלתות שמותר לכם לפתוח.
unknown-door-advice = בחרו אחת מהדלתות המוצגות.

cross-site-title = הבקשה הזאת לא הגיעה מהקישור שלכם
cross-site-text = אתר אחר ניסה לשחרר נעילה של דלת. שום נעילה לא שוחררה.
cross-site-advice = פתחו את הקישור מההודעה ובחרו שם את הדלת.

locked-down-title = נעולה לכולם כרגע
locked-down-text = הדלת הזאת ננעלה לכולם. שום קישור לא יכול לשחרר את הנעילה כרגע.
locked-down-advice = אם יש אזעקה, התרחקו מהדלת. אחרת, פנו לצוות הבניין.

alarm-title = האזעקה פועלת: אל תיכנסו
alarm-text = אזעקת הבניין פועלת, ולכן הנעילה לא שוחררה.
alarm-advice = התרחקו מהדלת והתקשרו אל מי שהזמין אתכם.

not-set-up-title = הדלת הזאת עוד לא הוגדרה
not-set-up-text = המנעול שלה לא מחובר, ולכן אי אפשר לשחרר אותו מכאן.
not-set-up-advice = השתמשו בדלת אחרת, או פנו לצוות הבניין.

rate-limited-title = רק רגע, בבקשה
rate-limited-text = יש עומס כרגע. הפעם שום נעילה לא שוחררה.
rate-limited-advice = המתינו דקה ונסו שוב.

offline-title = הדלת הזאת לא מחוברת
offline-text = אין איתה קשר כרגע, ולכן הנעילה לא שוחררה.
offline-advice = נסו שוב בעוד דקה, השתמשו בדלת אחרת, או פנו לצוות הבניין.

busy-title = הדלת צריכה כמה שניות
busy-text = המנעול עסוק כרגע, ולכן הנעילה לא שוחררה.
busy-advice = המתינו כמה שניות ונסו שוב.

unavailable-title = אין כרגע קשר עם הדלתות
unavailable-text = מערכת הגישה לא עונה. הבעיה אינה בקישור שלכם.
unavailable-advice = אם כבר בחרתם דלת, נסו קודם לפתוח אותה. אחרת, נסו שוב בעוד רגע.

timeout-title = הדלת לא ענתה
timeout-text = ייתכן שהנעילה שוחררה, וייתכן שלא.
timeout-advice = נסו לפתוח את הדלת. אם היא לא נפתחת, לחצו שוב על הכפתור.

## דפים בלי דלת

waiting-title = מחפשים את הדלתות שלכם…
waiting-text = רק רגע. הן יופיעו כאן מעצמן.

empty-title = אין עדיין דלתות
empty-text = הקישור פועל, אבל עוד לא נוספה אליו דלת.
empty-advice = בקשו ממי ששלח אותו להוסיף את הדלתות שאתם צריכים.

not-found-title = הדף לא נמצא
not-found-text = ייתכן שהכתובת אינה מלאה.
not-found-advice = פתחו שוב את הקישור מההודעה.

bad-request-title = זה לא הצליח
bad-request-text = הבקשה לא הגיעה מאחד הדפים שלנו, או שהייתה חסרה.
bad-request-advice = פתחו את הקישור מההודעה ובחרו שם דלת.

home-title = פתחו את הקישור מההודעה
home-text = אל הדלתות שלכם מגיעים דרך הקישור האישי שקיבלתם.
home-advice = חפשו אותו בדואר או בהודעות, ופתחו אותו בטלפון.

## המייל עם הקישור. הערך $brand הוא הגוף המזמין, הערך $place הוא הבניין, והערך $name הוא שם המוזמן

mail-subject = הגישה שלכם אל { $place }
mail-title = הגישה שלכם אל { $place }
mail-greeting = שלום { $name },
mail-intro = קיבלתם קישור אישי מאת { $brand }. בעזרתו אפשר לפתוח את הדלתות מהטלפון.
mail-intro-place = קיבלתם קישור אישי מאת { $brand } עבור { $place }. בעזרתו אפשר לפתוח שם את הדלתות מהטלפון.
mail-from = תחילת התוקף
mail-until = סיום התוקף
mail-button = הצגת הדלתות שלי
mail-hint = פתחו את הקישור בטלפון כשתגיעו אל הדלת.
mail-url = אם הכפתור לא פועל, פתחו את הכתובת הזאת:
mail-directions = איך מגיעים
mail-code = או הציגו את הקוד הזה מול הסורק שליד הדלת.
mail-code-name = קוד QR לסורק
mail-keep = הקישור הזה הוא כמו מפתח, לכן בבקשה אל תעבירו אותו לאחרים.
mail-why = קיבלתם את המייל הזה כי ניתנה לכם גישה מטעם { $brand }. אם לא ציפיתם לו, אפשר פשוט למחוק אותו.
mail-signature = { $brand }
