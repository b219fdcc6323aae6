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
filter = Buscar una puerta
filter-none = Ninguna puerta con ese nombre
check-again = Actualizar
as-of = Última comprobación: { $time }

## Después de pulsar

unlocked = { $door }: cerradura desbloqueada
unlocked-advice = Ya puede abrir. La cerradura volverá a bloquearse sola.
already-unlocked = { $door }: la cerradura ya está desbloqueada
already-unlocked-advice = Ya puede abrir.
already-opening = { $door }: la cerradura ya se está desbloqueando
already-opening-advice = Espere un momento y luego intente abrir la puerta.
door-unlocked = La cerradura está desbloqueada
door-problem = { $door }: { $problem }

## Mientras se desbloquea una puerta, y cuando el teléfono no tiene señal

unlocking = Un momento…
unlocked-now = Desbloqueada: puede abrir
no-answer-yet = Aún no hay respuesta. Intente abrir la puerta o espere un momento.

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

## Cuándo es válido el enlace. $time es, por ejemplo, «14:30»; $day, «hoy», «viernes» o «3 de diciembre»; $duration, «1 h 35 min»

from-when = Desde: { $day }, { $time }
until-when = hasta: { $day }, { $time }
in-duration = dentro de { $duration }

## Alrededor de la página

language = Idioma
close = Cerrar
printed = Abra este enlace en su teléfono para abrir puertas. Una hoja impresa no abre ninguna.

hand-over-title = Continúe en su teléfono
hand-over-text = Escanee este código con la cámara de su teléfono.
hand-over-code = Código QR de esta página

## Cuando alguien no puede seguir

contact-title = ¿Necesita ayuda?
call = Llamar
call-name = Llamar a { $name }
write = Escribir un correo
reference = Referencia para soporte: { $code }

## Lo que puede ir mal: título, qué ha pasado, qué hacer ahora

unknown-link-title = Este enlace no funciona
unknown-link-text = Puede que se copiara solo en parte o que se sustituyera por otro más reciente.
unknown-link-advice = Abra de nuevo el enlace de su mensaje o pida uno nuevo a quien se lo envió.

expired-title = Este enlace ha caducado
expired-text = Su plazo ha terminado y ya no abre ninguna puerta.
expired-advice = Pida uno nuevo a quien se lo envió.

withdrawn-title = Este enlace se ha anulado
withdrawn-text = Se ha desactivado y ya no abre ninguna puerta.
withdrawn-advice = Si todavía necesita entrar, consulte a quien se lo envió.

not-yet-valid-title = Todavía es pronto
not-yet-valid-text = Su enlace está bien, pero todavía no es válido.
not-yet-valid-advice = Vuelva a abrirlo cuando llegue el momento. No necesita un enlace nuevo.

outside-hours-title = Fuera de su horario de acceso
outside-hours-text = Su enlace está bien, pero en este momento no abre puertas.
outside-hours-advice = Inténtelo de nuevo en el horario que le indicaron o consulte a quien le envió el enlace.

refused-title = Sin acceso con este enlace
refused-text = El sistema de acceso no permite que este enlace abra la puerta.
refused-advice = Consulte a quien le envió el enlace.

unknown-door-title = Este enlace no abre esa puerta
unknown-door-text = No está, o ya no está, entre las que puede abrir.
unknown-door-advice = Elija una de las puertas que se muestran.

cross-site-title = Esta solicitud no viene de su enlace
cross-site-text = Otro sitio web intentó desbloquear una puerta. No se ha desbloqueado ninguna.
cross-site-advice = Abra el enlace de su mensaje y elija allí la puerta.

locked-down-title = Ahora bloqueada para todos
locked-down-text = Esta puerta se ha bloqueado para todos. Ningún enlace puede desbloquearla ahora.
locked-down-advice = Si hay una alarma, aléjese de la puerta. Si no, pregunte al personal del edificio.

alarm-title = La alarma está activada: no entre
alarm-text = La alarma del edificio está activada, por eso la cerradura no se ha desbloqueado.
alarm-advice = Aléjese de la puerta y llame a quien le haya invitado.

not-set-up-title = Esta puerta aún no está configurada
not-set-up-text = Su cerradura no está conectada, así que no se puede desbloquear desde aquí.
not-set-up-advice = Use otra puerta o pregunte al personal del edificio.

rate-limited-title = Un momento, por favor
rate-limited-text = Hay demasiada actividad en este momento. Esta vez no se ha desbloqueado nada.
rate-limited-advice = Espere un minuto y vuelva a intentarlo.

offline-title = Esta puerta está sin conexión
offline-text = Ahora no responde, así que no se ha desbloqueado.
offline-advice = Inténtelo de nuevo en un minuto, use otra puerta o pregunte al personal del edificio.

busy-title = La puerta necesita unos segundos
busy-text = La cerradura está ocupada, así que no se ha desbloqueado.
busy-advice = Espere unos segundos y vuelva a intentarlo.

unavailable-title = Ahora no hay conexión con las puertas
unavailable-text = El sistema de acceso no responde. El problema no es su enlace.
unavailable-advice = Si ya había elegido una puerta, primero intente abrirla. Si no, inténtelo de nuevo en un momento.

timeout-title = La puerta no ha respondido
timeout-text = Puede que se haya desbloqueado o puede que no.
timeout-advice = Intente abrir la puerta. Si no se abre, pulse otra vez.

## Páginas sin puerta

waiting-title = Buscando sus puertas…
waiting-text = Espere un momento. Aparecerán aquí automáticamente.

empty-title = Todavía no hay puertas
empty-text = El enlace funciona, pero no se le ha añadido ninguna puerta.
empty-advice = Pida a quien se lo envió que añada las puertas que necesita.

not-found-title = Página no encontrada
not-found-text = Puede que la dirección esté incompleta.
not-found-advice = Abra de nuevo el enlace de su mensaje.

bad-request-title = Eso no ha funcionado
bad-request-text = La solicitud no viene de una de nuestras páginas o está incompleta.
bad-request-advice = Abra el enlace de su mensaje y elija allí una puerta.

home-title = Abra el enlace de su mensaje
home-text = Para ver sus puertas, abra el enlace personal que recibió.
home-advice = Búsquelo en su correo o en sus mensajes y ábralo en su teléfono.

## El correo con el enlace. $brand es quien invita, $place el edificio, $name la persona invitada

mail-subject = Su acceso a { $place }
mail-title = Su acceso a { $place }
mail-greeting = Hola, { $name }:
mail-intro = { $brand } le ha preparado un enlace personal. Con él podrá abrir las puertas desde su teléfono.
mail-intro-place = { $brand } le ha preparado un enlace personal para { $place }. Con él podrá abrir allí las puertas desde su teléfono.
mail-from = Válido desde
mail-until = Válido hasta
mail-button = Ver mis puertas
mail-hint = Abra el enlace en su teléfono cuando esté delante de la puerta.
mail-url = Si el botón no funciona, abra esta dirección:
mail-directions = Cómo llegar
mail-code = O muestre este código al lector que hay junto a la puerta.
mail-code-name = Código QR para el lector
mail-keep = Este enlace funciona como una llave, así que no lo comparta, por favor.
mail-why = Recibe este correo porque { $brand } le ha dado acceso. Si no lo esperaba, bórrelo, por favor.
mail-signature = { $brand }
