### Lo que leen los visitantes, en español.

## La lista de puertas

welcome = Le damos la bienvenida
doors-hint =
    { $count ->
        [one] Acérquese a la puerta y pulse el botón para abrirla.
       *[other] Elija la puerta que tiene delante.
    }
unlock = Abrir
door-unnamed = Puerta { $number }
state-unlocked = Ahora desbloqueada
state-offline = Sin conexión por el momento
state-locked-down = Ahora bloqueada para todos
state-not-set-up = Aún sin configurar
other-doors = Otras puertas
check-again = Comprobar de nuevo
as-of = El estado de las puertas puede haber cambiado desde las { $time }

## Después de pulsar

unlocked = { $door }: puerta desbloqueada
unlocked-advice = Ya puede abrirla. Después se bloquea sola.
already-unlocked = { $door }: ya está desbloqueada
already-unlocked-advice = Ya puede abrirla.
already-opening = { $door }: ya se está desbloqueando
already-opening-advice = Espere un momento y luego empuje o tire de la puerta.

## Mientras se desbloquea una puerta, y cuando el teléfono no tiene señal

unlocking = Abriendo…
unlocked-now = Desbloqueada
no-answer-yet = Aún no hay respuesta. Empuje o tire de la puerta, o espere un momento.

no-network-title = Su teléfono no tiene conexión
no-network-text = No se ha enviado nada ni se ha desbloqueado ninguna puerta.
no-network-advice = Cuando vuelva a tener señal, pulse otra vez.

## Pregunta antes de desbloquear una puerta

confirm-question = ¿Abrir { $door }?
confirm-yes = Sí, abrir
confirm-no = Cancelar
confirm-title = Confirme, por favor
confirm-text = Esta puerta solo se desbloquea después de que usted lo confirme. Sigue bloqueada.
confirm-advice = Toque la puerta otra vez y confirme.

## Cuándo es válido el enlace. $time es una fecha como «1 de diciembre de 2026 a las 9:00» o «dentro de 2 horas»

valid-from = Válido desde el { $time }
valid-until = Válido hasta el { $time }
begins = El acceso empieza { $time }.
ends = El acceso termina { $time }.

## Alrededor de la página

language = Idioma
printed = Abra este enlace en su teléfono para abrir puertas. Una hoja impresa no abre ninguna.

## Cuando alguien no puede seguir

contact-title = ¿Necesita ayuda?
reference = Referencia para soporte: { $code }

## Lo que puede ir mal: título, qué ha pasado, qué hacer ahora

unknown-link-title = Este enlace no abre nada
unknown-link-text = Puede que se copiara solo en parte o que se sustituyera por otro más reciente.
unknown-link-advice = Abra de nuevo el enlace de su mensaje o pida uno nuevo a quien se lo envió.

expired-title = Este enlace ha caducado
expired-text = Su plazo ha terminado y ya no abre ninguna puerta.
expired-advice = Pida uno nuevo a quien se lo envió.

withdrawn-title = Este enlace se ha anulado
withdrawn-text = Se ha desactivado y ya no abre ninguna puerta.
withdrawn-advice = Si todavía necesita entrar, consulte a quien se lo envió.

not-yet-valid-title = Todavía es pronto
not-yet-valid-text = El enlace es correcto, pero el acceso aún no ha empezado.
not-yet-valid-advice = Vuelva a abrirlo cuando empiece. No necesita un enlace nuevo.

outside-hours-title = A esta hora no
outside-hours-text = El enlace es correcto, pero a esta hora no abre puertas.
outside-hours-advice = Inténtelo de nuevo en el horario que le indicaron o consulte a quien le envió el enlace.

refused-title = Acceso denegado
refused-text = El sistema de acceso no permite que este enlace abra la puerta.
refused-advice = Consulte a quien se lo envió o pida ayuda más abajo.

unknown-door-title = Este enlace no abre esa puerta
unknown-door-text = No está, o ya no está, entre las que puede abrir.
unknown-door-advice = Elija una de las puertas que se muestran.

cross-site-title = Esto no vino de su enlace
cross-site-text = Otro sitio web intentó desbloquear una puerta. No se ha desbloqueado ninguna.
cross-site-advice = Abra el enlace de su mensaje y elija allí la puerta.

locked-down-title = Ahora bloqueada para todos
locked-down-text = El edificio ha bloqueado esta puerta. Nadie puede desbloquearla con un enlace.
locked-down-advice = Pregunte en el lugar y, si hay una alarma, no espere junto a la puerta.

alarm-title = La alarma está activada: no entre
alarm-text = La alarma del edificio está activada, por eso la cerradura no se ha desbloqueado.
alarm-advice = Aléjese de la puerta y llame a las personas que le invitaron.

not-set-up-title = Esta puerta aún no está configurada
not-set-up-text = Su cerradura no está conectada, así que no se puede desbloquear desde aquí.
not-set-up-advice = Use otra puerta o pregunte en el lugar.

rate-limited-title = Un poco más despacio, por favor
rate-limited-text = Ha habido demasiados intentos en poco tiempo. Esta vez no se ha desbloqueado nada.
rate-limited-advice = Espere un minuto y vuelva a intentarlo.

offline-title = Esta puerta está sin conexión
offline-text = Ahora no responde, así que no se ha desbloqueado.
offline-advice = Inténtelo de nuevo en un minuto, use otra puerta o pregunte en el lugar.

busy-title = La puerta necesita unos segundos
busy-text = Ahora mismo no puede responder y no se ha desbloqueado.
busy-advice = Espere unos segundos y vuelva a intentarlo.

unavailable-title = Ahora no hay conexión con las puertas
unavailable-text = El sistema de acceso no responde. El problema no es su enlace.
unavailable-advice = Inténtelo de nuevo en un momento. Si ya había elegido una puerta, primero empuje o tire de ella.

timeout-title = La puerta no ha respondido
timeout-text = Puede que se haya desbloqueado o puede que no.
timeout-advice = Empuje o tire de la puerta. Si sigue cerrada, pulse otra vez.

## Páginas sin puerta

empty-title = Todavía no hay puertas
empty-text = El enlace funciona, pero no se le ha añadido ninguna puerta.
empty-advice = Pida a quien se lo envió que añada las puertas que necesita.

not-found-title = Aquí no hay nada
not-found-text = Esta dirección no lleva a ninguna página.
not-found-advice = Abra de nuevo el enlace de su mensaje.

bad-request-title = No se ha podido leer
bad-request-text = No es algo que envíe una de nuestras páginas.
bad-request-advice = Abra el enlace de su mensaje y elija allí una puerta.

home-title = Abra el enlace de su mensaje
home-text = Sus puertas están en el enlace personal que recibió.
home-advice = Búsquelo en su correo o en sus mensajes y ábralo aquí, en su teléfono.
